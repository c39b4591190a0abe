import { describe, expect, it } from "vitest";

import { bridge, markerOf, messageFrom, ticket } from "../testing/messages.ts";
import type { AuthorNames } from "./author-names.ts";
import { composeMirror } from "./compose-mirror.ts";

const authors: AuthorNames = new Map([
  ["kim@example.com", { name: "Kim Larsen", email: null }],
  ["lee", { name: null, email: "lee@example.com" }],
]);
const mirrorOf = (author: { name: string; email: string | null }) => {
  const source = messageFrom("requestor", { author: { ...author, role: "agent" } });
  return composeMirror(source, "superoffice", markerOf(source), { ...bridge, ticketId: ticket(47), authors }).outgoing;
};

describe("the author of a mirror", () => {
  it("has the name that the mapping knows for the address, whatever its case", () => {
    expect(mirrorOf({ name: "K. L.", email: "Kim@Example.com" }).author).toEqual({
      name: "Kim Larsen",
      email: "Kim@Example.com",
      role: "agent",
    });
  });

  it("has the address that the mapping knows for the name", () => {
    expect(mirrorOf({ name: " LEE ", email: null }).author).toEqual({
      name: " LEE ",
      email: "lee@example.com",
      role: "agent",
    });
  });

  it("stands as given where the mapping knows neither", () => {
    expect(mirrorOf({ name: "Sam", email: "sam@example.com" }).author.name).toBe("Sam");
  });
});
