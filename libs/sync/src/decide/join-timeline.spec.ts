import {
  otherSide,
  directionFrom,
  type MessageId,
  type MessageStub,
  type Side,
  type TicketId,
} from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import type { Mirror } from "../ports/mirror-store.ts";
import { joinTimeline, placeInTimeline } from "./join-timeline.ts";

const message = (id: number) => String(id) as MessageId;
const stub = (id: number, createdAt: number | null): MessageStub => ({
  ...{ id: message(id), createdAt, changedAt: null, version: null, message: null },
});

function row(id: number, side: Side, source: number, target: number | null, more: Partial<Mirror> = {}): Mirror {
  const ticketId = "1" as TicketId;
  return {
    ...{ id: String(id), linkId: "1", direction: directionFrom(side), kind: "message", revision: 1, reason: null },
    visibility: null,
    ...{
      source: { side, ticketId, messageId: message(source) },
      attempts: 1,
      correlationId: "c",
      capturedAt: 1_000 + id,
    },
    target: target === null ? null : { side: otherSide(side), ticketId, messageId: message(target) },
    ...{ state: target === null ? "pending" : "mirrored", sourceCreatedAt: null, sentAt: null, mirroredAt: null },
    updatedAt: 1,
    ...more,
  };
}

const shown = (entries: ReturnType<typeof joinTimeline>) =>
  entries.map(({ ids, mirror }) => [ids.superoffice, ids.requestor, mirror?.id ?? null]);

describe("both conversations as one", () => {
  it("holds each message once beside its mirror, newest first, and those that never cross", () => {
    const listings = { superoffice: [stub(5, 10), stub(6, 30)], requestor: [stub(50, 11), stub(51, 20)] };
    expect(shown(joinTimeline(listings, [row(1, "superoffice", 5, 50)]))).toEqual([
      ["6", null, null],
      [null, "51", null],
      ["5", "50", "1"],
    ]);
  });

  it("shows what waits in its place, and a message whose source is gone by its row", () => {
    const listings = { superoffice: [stub(5, 10)], requestor: [stub(50, 40)] };
    const rows = [row(1, "superoffice", 5, null), row(2, "superoffice", 4, 50, { sourceCreatedAt: 5 })];
    expect(shown(joinTimeline(listings, rows))).toEqual([
      ["5", null, "1"],
      ["4", "50", "2"],
    ]);
  });

  it("tells an edit by an entry of its own, with the correction that it made, if any", () => {
    const listings = { superoffice: [stub(5, 10)], requestor: [stub(50, 11), stub(51, 12)] };
    const rows = [
      row(1, "superoffice", 5, 50),
      row(2, "superoffice", 5, 51, { kind: "edit", revision: 2, capturedAt: 20 }),
      row(3, "superoffice", 5, null, { kind: "deletion", revision: 3, capturedAt: 30 }),
    ];
    expect(shown(joinTimeline(listings, rows))).toEqual([
      [null, null, "3"],
      [null, "51", "2"],
      ["5", "50", "1"],
    ]);
  });

  it("goes on with the rows alone where a helpdesk cannot be read", () => {
    const rows = [row(1, "superoffice", 5, 50), row(2, "requestor", 51, null)];
    expect(shown(joinTimeline({ superoffice: null, requestor: null }, rows))).toEqual([
      [null, "51", "2"],
      ["5", "50", "1"],
    ]);
  });

  it("keeps the order of the ids within one moment, and gives each entry a place of its own", () => {
    const listings = { superoffice: [stub(9, 10), stub(10, 10), stub(11, null)], requestor: [stub(9, 10)] };
    const entries = joinTimeline(listings, []);
    expect(entries.filter(({ source }) => source === "superoffice").map(({ ids }) => ids.superoffice)).toEqual([
      ...["10", "9", "11"],
    ]);
    expect(new Set(entries.map(placeInTimeline)).size).toBe(4);
  });
});
