import type { Message, MessageId, Side, TicketId } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { findLookAlikes } from "./find-look-alikes.ts";
import type { HistoryFacts, PastMessage } from "./plan-history.ts";

const day = 24 * 60 * 60_000;
let ids = 0;

function said(
  side: Side,
  createdAt: number | null,
  text: string,
  visibility: Message["visibility"] = "public",
): PastMessage {
  const id = String((ids += 1)) as MessageId;
  const message: Message = {
    ...{ side, ticketId: "1" as TicketId, id, createdAt, changedAt: null, visibility },
    content: { format: "plain", text },
    author: { name: "Jane", email: null, role: "customer" },
    ...{ writtenBy: "other", kind: "message", marker: null, deleted: false, attachments: [] },
  };
  return { id, createdAt, known: null, message, isUnreadable: false };
}

function pairsOf(superoffice: readonly PastMessage[], requestor: readonly PastMessage[]): string[] {
  const facts = { messages: { superoffice, requestor }, options: { from: "both" } } as unknown as HistoryFacts;
  const all = new Map([...superoffice, ...requestor].map(({ id, message }) => [id, message?.content.text ?? ""]));
  const when = new Map([...superoffice, ...requestor].map(({ id, createdAt }) => [id, createdAt]));
  return findLookAlikes(facts, () => true).map(
    ({ id, targetMessageId }) => `${all.get(id)} ${when.get(id)}-${when.get(targetMessageId)}`,
  );
}

const so = (at: number | null, text: string, visibility?: Message["visibility"]) =>
  said("superoffice", at, text, visibility);
const req = (at: number | null, text: string, visibility?: Message["visibility"]) =>
  said("requestor", at, text, visibility);

describe("messages that look like copies made by hand", () => {
  it("are found though a word that was said again later stands around them", () => {
    const found = pairsOf(
      [so(0, "Thank you"), so(1, "a"), so(3, "b"), so(5, "c")],
      [req(2, "a"), req(4, "b"), req(6, "c"), req(30 * day, "Thank you")],
    );
    expect(found).toEqual(["a 1-2", "b 3-4", "c 5-6"]);
  });

  it("are the nearest in time where several say the same", () => {
    expect(pairsOf([so(10, "Any news?")], [req(11, "Any news?"), req(9 * day, "Any news?")])).toEqual([
      "Any news? 10-11",
    ]);
    expect(pairsOf([so(10, "Any news?"), so(9 * day, "Any news?")], [req(9 * day + 1, "Any news?")])).toEqual([
      `Any news? ${9 * day}-${9 * day + 1}`,
    ]);
  });

  it("are shown to the same people: a note is no copy of what the customer was told", () => {
    expect(pairsOf([so(1, "It is repaired")], [req(2, "It is repaired", "internal")])).toEqual([]);
    expect(pairsOf([so(1, "It is repaired", "internal")], [req(2, "It is repaired")])).toEqual([]);
    expect(pairsOf([so(1, "Psst", "internal")], [req(2, "Psst", "internal")])).toEqual(["Psst 1-2"]);
  });

  it("are found among thousands that all say the same, in proportion to their number", () => {
    const many = (write: typeof so, late: number) =>
      Array.from({ length: 5_000 }, (_, n) => write(n * 1_000 + late, "The same"));
    const begun = process.cpuUsage().user;
    const found = pairsOf(many(so, 0), many(req, 1));
    const seconds = (process.cpuUsage().user - begun) / 1e6;
    expect(found).toHaveLength(5_000);
    expect(found.at(-1)).toBe("The same 4999000-4999001");
    // 5,000 times 5,000 comparisons with a chain each would take minutes and gigabytes.
    expect(seconds).toBeLessThan(20);
  });

  it("may have no time", () => {
    expect(pairsOf([so(null, "a"), so(3, "b")], [req(2, "a"), req(null, "b")])).toEqual(["a null-2", "b 3-null"]);
  });
});
