import type { MessageId, TicketId } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { ownDoubles, type Copy } from "./own-doubles.ts";

const id = (text: string) => text as MessageId;
const ticketId = "734" as TicketId;
const copy = (text: string, writtenBy: "bridge" | "other" | "unknown" | null): Copy => ({
  id: id(text),
  message: writtenBy === null ? null : { writtenBy, ticketId, deleted: false },
});

describe("a second copy that may be deleted", () => {
  it("is what our own POST was answered with, or what our own account wrote", () => {
    const copies = [copy("1", "bridge"), copy("2", "unknown"), copy("3", "bridge")];
    expect(ownDoubles({ storedTarget: id("1"), answered: id("2"), copies })).toEqual(["2", "3"]);
  });

  it("is never the stored one, nor anything while the stored one is not there", () => {
    const copies = [copy("1", "bridge"), copy("2", "bridge")];
    expect(ownDoubles({ storedTarget: id("2"), answered: id("2"), copies })).toEqual(["1"]);
    expect(ownDoubles({ storedTarget: id("3"), answered: id("2"), copies })).toEqual([]);
  });

  it("is nothing while the stored one is gone or on another ticket, whatever a list still shows", () => {
    const second = copy("2", "bridge");
    const facts = { storedTarget: id("1"), answered: id("2") };
    expect(ownDoubles({ ...facts, copies: [copy("1", null), second] })).toEqual([]);
    const deleted: Copy = { id: id("1"), message: { writtenBy: "bridge", ticketId, deleted: true } };
    expect(ownDoubles({ ...facts, copies: [deleted, second] })).toEqual([]);
    const moved: Copy = { id: id("1"), message: { writtenBy: "bridge", ticketId: "9" as TicketId, deleted: false } };
    expect(ownDoubles({ ...facts, copies: [moved, second] })).toEqual([]);
  });

  it("is nothing that somebody else wrote or that cannot be read", () => {
    const copies = [copy("1", "bridge"), copy("2", "other"), copy("3", "unknown"), copy("4", null)];
    expect(ownDoubles({ storedTarget: id("1"), answered: null, copies })).toEqual([]);
  });
});
