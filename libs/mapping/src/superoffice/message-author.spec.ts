import { describe, expect, it } from "vitest";

import { readSuperOffice as read } from "../testing/superoffice-message.ts";

describe("whose account wrote it", () => {
  it.each([
    ["the bridge's own associate", { AssociateId: 42, Type: "EmployeeAssociate" }, "bridge"],
    ["the bridge's own associate as text", { AssociateId: "42" }, "bridge"],
    ["another associate", { AssociateId: 7 }, "other"],
    ["nobody told", null, "unknown"],
    ["no id", { Name: "x" }, "unknown"],
    ["an id of zero", { AssociateId: 0 }, "unknown"],
    ["the system's ejuser", { AssociateId: 42, EjUserId: 1 }, "unknown"],
    ["a system account", { AssociateId: 42, Type: "SystemAssociate" }, "unknown"],
    ["an anonymous account", { AssociateId: 7, Type: "AnonymousAssociate" }, "unknown"],
    ["an ejuser's number only", 667, "unknown"],
  ])("%s", (_what, CreatedBy, writtenBy) => {
    expect(read({ CreatedBy })?.writtenBy).toBe(writtenBy);
  });

  it("is never the bridge when it runs as a system user", () => {
    expect(read({ CreatedBy: { AssociateId: 42 } }, { ownAssociateId: null })?.writtenBy).toBe("other");
  });
});

describe("its author", () => {
  const person = { FullName: "Quinn Hane", Email: "quinn@example.com" };
  it.each([
    ["a name", { Author: "Jane Doe" }, { name: "Jane Doe", email: null, role: "agent" }],
    [
      "an address",
      { Author: "jane@example.com", Badge: "Incoming" },
      { name: "", email: "jane@example.com", role: "customer" },
    ],
    [
      "both",
      { Author: '"Jane Doe" <jane@example.com>', Badge: 4 },
      { name: "Jane Doe", email: "jane@example.com", role: "customer" },
    ],
    [
      "the customer's person",
      { Author: "", Badge: "Incoming", Person: person },
      { name: "Quinn Hane", email: "quinn@example.com", role: "customer" },
    ],
    [
      "the customer's address beside the name",
      { Author: "Quinn", Badge: "Incoming", Person: person },
      { name: "Quinn", email: "quinn@example.com", role: "customer" },
    ],
    ["the associate", { Author: null }, { name: "Kim Agent", email: null, role: "agent" }],
    [
      "a customer by the person alone",
      { Badge: null, CreatedBy: null, Author: "Q", Person: person },
      { name: "Q", email: "quinn@example.com", role: "customer" },
    ],
    ["nobody", { Badge: null, CreatedBy: null, Author: null }, { name: "", email: null, role: "unknown" }],
    [
      "a role of a badge yet to come",
      { Badge: "Robot", CreatedBy: null },
      { name: "Jane Doe", email: null, role: "unknown" },
    ],
  ])("is %s", (_what, different, author) => {
    expect(read(different)?.author).toEqual(author);
  });
});
