import { compareIds, otherSide, sides, type Message, type MessageId, type Side } from "@ticket-bridge/helpdesk";
import { composeDeletionNote, markerCode, openingLine } from "@ticket-bridge/mapping";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { KnownAs } from "../ports/backfill-store.ts";
import type { SideReading } from "./compare-ticket.ts";
import { relearnTicket, type LearnedTicket, type RelearnFacts } from "./relearn-ticket.ts";

const identity = { bridgeId: "bridge.test", secret: "a secret for tests" };
const tickets = { superoffice: "734", requestor: "47" } as RelearnFacts["tickets"];
const idOf = (n: number) => String(n) as MessageId;

function message(side: Side, n: number, given: Partial<Message> = {}): Message {
  return {
    side,
    ticketId: tickets[side],
    id: idOf(n),
    createdAt: n * 1_000,
    changedAt: null,
    visibility: "public",
    content: { format: "plain", text: `Words ${n}` },
    author: { name: "Jane", email: null, role: "customer" },
    writtenBy: "other",
    kind: "message",
    marker: null,
    deleted: false,
    attachments: [],
    ...given,
  };
}

/** What the bridge wrote on a side for a message of the other one. */
function mirror(side: Side, n: number, source: number, revision = 1, given: Partial<Message> = {}): Message {
  const named = { side: otherSide(side), ticketId: tickets[otherSide(side)], messageId: idOf(source), revision };
  const marker = { ...named, code: markerCode(named, identity.bridgeId, identity.secret) };
  return message(side, n, { writtenBy: side === "requestor" ? "bridge" : "unknown", marker, ...given });
}

function facts(given: Partial<Record<Side, readonly Message[]>>, more: Partial<RelearnFacts> = {}): RelearnFacts {
  const reading = (side: Side): SideReading => {
    const messages = given[side] ?? [];
    const ticket = { side, id: tickets[side], title: "", visibility: "public" } as SideReading["ticket"];
    const byId = new Map(messages.map((one) => [one.id, one]));
    return { ticket, ids: messages.map(({ id }) => id), messages: byId, unreadable: new Map() };
  };
  return {
    tickets,
    sides: { superoffice: reading("superoffice"), requestor: reading("requestor") },
    known: { superoffice: new Map(), requestor: new Map() },
    isLinked: false,
    identity,
    ...more,
  };
}

const mirrored = (as: KnownAs["as"], counterpart: MessageId): KnownAs => ({
  ...{ as, counterpart, state: "mirrored", reason: null, ofRun: null },
});

/** The facts once the answer was stored, as a store does it. */
function stored(before: RelearnFacts, learned: LearnedTicket): RelearnFacts {
  const known = { superoffice: new Map(before.known.superoffice), requestor: new Map(before.known.requestor) };
  for (const side of sides) {
    for (const { id, revision, targetMessageId } of learned.mirrors[side]) {
      if (revision === 1) known[side].set(id, mirrored("source", targetMessageId));
      known[otherSide(side)].set(targetMessageId, mirrored("target", id));
    }
  }
  return { ...before, known, isLinked: true };
}

const namesOf = ({ mirrors }: LearnedTicket, side: Side) =>
  mirrors[side].map(({ id, revision, kind, targetMessageId }) => `${id}.${revision} ${kind} ${targetMessageId}`);

describe("what markers tell of a ticket", () => {
  it("is every mirror with its corrections, and that a source is gone where a note says so", () => {
    const marker = { side: "superoffice", ticketId: tickets.superoffice, messageId: idOf(2), revision: 2 } as const;
    const note = composeDeletionNote("requestor", marker, {
      ...identity,
      ticketId: tickets.requestor,
      mirrorId: idOf(20),
    });
    const learned = relearnTicket(
      facts({
        superoffice: [message("superoffice", 1)],
        requestor: [
          mirror("requestor", 11, 1, 2),
          mirror("requestor", 10, 1),
          mirror("requestor", 20, 2),
          mirror("requestor", 21, 2, 2, { content: note.content }),
        ],
      }),
    );
    expect(namesOf(learned, "superoffice")).toEqual([
      "1.1 message 10",
      "1.2 edit 11",
      "2.1 message 20",
      "2.2 deletion 21",
    ]);
    expect(learned.mirrors.superoffice.map(({ gone }) => gone)).toEqual([false, false, true, false]);
    expect(learned).toMatchObject({ contradictions: [], onlySource: { superoffice: [], requestor: [] } });
  });

  it("is nothing of a quotation, of another bridge's or another ticket's marker", () => {
    const quoted = mirror("requestor", 11, 1, 1, { writtenBy: "other" });
    const foreign = mirror("requestor", 12, 2);
    const { marker } = foreign;
    if (marker === null) throw new Error("It has one.");
    const wrong = { ...foreign, marker: { ...marker, code: "0".repeat(16) } };
    const learned = relearnTicket(
      facts({
        superoffice: [message("superoffice", 1), message("superoffice", 2)],
        requestor: [message("requestor", 3), quoted, wrong],
      }),
    );
    expect(namesOf(learned, "superoffice")).toEqual([]);
    expect(learned.onlySource).toEqual({ superoffice: ["1", "2"], requestor: ["3", "11", "12"] });
  });

  it("is also the first message of a ticket that the bridge made, in its customer's name", () => {
    const made = mirror("requestor", 10, 1, 1, { writtenBy: "other" });
    const learned = relearnTicket(facts({ superoffice: [message("superoffice", 1)], requestor: [made] }));
    expect(namesOf(learned, "superoffice")).toEqual(["1.1 message 10"]);
  });

  it("leaves to live capture what is newer than all that crossed and says how much that is, and tells of what is older", () => {
    const opening = openingLine({ side: "superoffice", ticketId: tickets.superoffice }, identity);
    const learned = relearnTicket(
      facts({
        superoffice: [1, 2, 3].map((n) => message("superoffice", n)),
        requestor: [
          message("requestor", 4, { content: opening }),
          mirror("requestor", 10, 2),
          mirror("requestor", 11, 9, 2),
        ],
      }),
    );
    expect(learned.present).toEqual({ superoffice: ["1"], requestor: ["4", "11"] });
    expect(learned.onlySource).toEqual({ superoffice: ["1"], requestor: [] });
    expect(learned.newer).toEqual({ superoffice: 1, requestor: 0 });
  });

  it("is left to its lane where a row waits or a person decided", () => {
    const given = {
      superoffice: [message("superoffice", 1)],
      requestor: [mirror("requestor", 10, 1), mirror("requestor", 11, 1, 2)],
    };
    for (const state of ["waiting", "held", "skipped"] as const) {
      const row: KnownAs = { as: "source", state, reason: null, counterpart: null, ofRun: null };
      const known = { superoffice: new Map([[idOf(1), row]]), requestor: new Map() };
      const learned = relearnTicket(facts(given, { known, isLinked: true }));
      expect([namesOf(learned, "superoffice"), learned.contradictions]).toEqual([[], []]);
    }
  });

  it("is a contradiction where two claim to be one, a mirror is named as a source, or the map says otherwise", () => {
    const one = message("superoffice", 1);
    const twice = [mirror("requestor", 10, 1), mirror("requestor", 11, 1)];
    expect(relearnTicket(facts({ superoffice: [one], requestor: twice })).contradictions).toHaveLength(1);
    const circle = { superoffice: [mirror("superoffice", 1, 10)], requestor: [mirror("requestor", 10, 1)] };
    expect(relearnTicket(facts(circle)).contradictions.length).toBeGreaterThan(0);
    const known = { superoffice: new Map([[idOf(1), mirrored("source", idOf(12))]]), requestor: new Map() };
    const other = facts({ superoffice: [one], requestor: [mirror("requestor", 10, 1)] }, { known, isLinked: true });
    expect(relearnTicket(other).contradictions).toHaveLength(1);
  });

  it("is all told at once: once it is stored there is nothing more to learn, and nothing stands on both sides of it", () => {
    const spot = fc.record({
      by: fc.constantFrom("person", "bridge", "customer"),
      source: fc.integer({ min: 1, max: 8 }),
      revision: fc.integer({ min: 1, max: 3 }),
    });
    const told = fc.array(spot, { maxLength: 8 });
    let learnedMirrors = 0;
    fc.assert(
      fc.property(told, told, fc.array(fc.integer({ min: 1, max: 8 })), (superoffice, requestor, waiting) => {
        const read = (side: Side, spots: typeof superoffice) =>
          spots.map(({ by, source, revision }, place) => {
            if (by === "person") return message(side, place + 1);
            return mirror(side, place + 1, source, revision, by === "customer" ? { writtenBy: "other" } : {});
          });
        const row: KnownAs = { as: "source", state: "waiting", reason: null, counterpart: null, ofRun: null };
        const known = { superoffice: new Map(waiting.map((n) => [idOf(n), row] as const)), requestor: new Map() };
        const before = facts(
          { superoffice: read("superoffice", superoffice), requestor: read("requestor", requestor) },
          { known },
        );
        const learned = relearnTicket(before);
        if (learned.contradictions.length > 0) return;
        for (const side of sides) {
          const sources = new Set(learned.mirrors[side].map(({ id }) => id));
          const targets = learned.mirrors[otherSide(side)].map(({ targetMessageId }) => targetMessageId);
          expect(targets.filter((id) => sources.has(id))).toEqual([]);
          expect(new Set(targets).size).toBe(targets.length);
          expect(learned.present[side].filter((id) => sources.has(id) || targets.includes(id))).toEqual([]);
          expect(learned.present[side]).toEqual([...learned.present[side]].sort(compareIds));
          learnedMirrors += targets.length;
        }
        const again = relearnTicket(stored(before, learned));
        expect(again.contradictions).toEqual([]);
        expect(again.mirrors).toEqual({ superoffice: [], requestor: [] });
        expect(again.present).toEqual({ superoffice: [], requestor: [] });
        const count = learned.mirrors.superoffice.length + learned.mirrors.requestor.length;
        expect(again.known).toBe(learned.known + count);
      }),
      { numRuns: 2_000 },
    );
    expect(learnedMirrors).toBeGreaterThan(500);
  });
});
