import type { ChangedMessage, MessageId, TicketId } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { isLaterChange, seenAfter, unseenChanges } from "./seen-changes.ts";

const minute = 60_000;

function change(id: number, changedAt: number): ChangedMessage {
  const messageId = String(id) as MessageId;
  return { ticketId: "7" as TicketId, messageId, createdAt: 0, changedAt, marker: null };
}

const ids = (changes: readonly ChangedMessage[]) => changes.map(({ messageId }) => Number(messageId));

describe("changes that the reading before did not show", () => {
  const seen = seenAfter([change(3, 30 * minute), change(2, 20 * minute)], false);

  it("are those of messages that stood there with another time or not at all", () => {
    const page = [change(2, 40 * minute), change(4, 35 * minute), change(3, 30 * minute)];
    expect(ids(unseenChanges(seen, page))).toEqual([2, 4]);
  });

  it("are also such as became visible late, but none from before what was read", () => {
    expect(ids(unseenChanges(seen, [change(3, 30 * minute), change(5, 25 * minute), change(1, 10 * minute)]))).toEqual([
      5,
    ]);
  });

  it("stand out although one message was changed in the future", () => {
    const ahead = seenAfter([change(9, 10_000 * minute), change(2, 20 * minute)], false);
    expect(ids(unseenChanges(ahead, [change(9, 10_000 * minute), change(4, 21 * minute)]))).toEqual([4]);
  });

  it("are all of them where the list was empty or was read to its end", () => {
    expect(ids(unseenChanges(seenAfter([], true), [change(1, minute)]))).toEqual([1]);
    expect(ids(unseenChanges(seenAfter([change(2, 20 * minute)], true), [change(1, minute)]))).toEqual([1]);
  });

  it("are at the first look those of ten minutes, since every ticket is read beside it", () => {
    expect(ids(unseenChanges(null, [change(3, 30 * minute), change(2, 21 * minute), change(1, minute)]))).toEqual([
      3, 2,
    ]);
    expect(unseenChanges(null, [])).toEqual([]);
  });
});

it("a message that is new was not changed since it was written", () => {
  expect(isLaterChange({ createdAt: 5, changedAt: 5 })).toBe(false);
  expect(isLaterChange({ createdAt: 5, changedAt: 6 })).toBe(true);
  expect(isLaterChange({ createdAt: null, changedAt: 6 })).toBe(true);
});
