import { otherSide, sides, type Message, type MessageId, type Side, type TicketId } from "@ticket-bridge/helpdesk";
import { markerCode } from "@ticket-bridge/mapping";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { KnownAs } from "../ports/backfill-store.ts";
import { historyOutcome } from "./history-outcome.ts";
import { planTicket, type HistoryFacts, type PastMessage } from "./plan-history.ts";

const identity = { bridgeId: "bridge.test", secret: "a secret for tests" };
const tickets = { superoffice: "734" as TicketId, requestor: "47" as TicketId };
const idOf = (n: number) => String(n) as MessageId;

function past(side: Side, n: number, given: Partial<Message> = {}, known: KnownAs | null = null): PastMessage {
  const message: Message = {
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
  return {
    id: message.id,
    createdAt: message.createdAt,
    known,
    message: known === null ? message : null,
    isUnreadable: false,
  };
}

function markerFor(side: Side, n: number, revision = 1) {
  const marker = { side, ticketId: tickets[side], messageId: idOf(n), revision };
  return { ...marker, code: markerCode(marker, identity.bridgeId, identity.secret), bridgeId: identity.bridgeId };
}

function facts(given: Partial<HistoryFacts["messages"]>, options: Partial<HistoryFacts["options"]> = {}): HistoryFacts {
  return {
    tickets,
    holdsInternal: { superoffice: true, requestor: true },
    messages: { superoffice: given.superoffice ?? [], requestor: given.requestor ?? [] },
    options: { from: "both", since: null, until: null, adopt: false, ...options },
    identity,
    frozen: null,
  };
}

const known = (as: KnownAs["as"], counterpart: number | null, state: KnownAs["state"] = "mirrored"): KnownAs => ({
  ...{ as, state, reason: null, ofRun: null },
  counterpart: counterpart === null ? null : idOf(counterpart),
});

describe("the plan for a ticket's history", () => {
  it("writes what has no mirror, in both directions, and leaves what has one", () => {
    const plan = planTicket(
      facts({
        superoffice: [past("superoffice", 1), past("superoffice", 2, {}, known("source", 52))],
        requestor: [past("requestor", 51), past("requestor", 52, {}, known("target", 2))],
      }),
    );
    expect(plan.carry).toEqual({ superoffice: ["1"], requestor: ["51"] });
    expect(plan.writes).toEqual({ superoffice: 1, requestor: 1 });
    expect(plan.mirrored).toBe(2);
  });

  it("takes a mirror that the map has lost by its marker, and never writes it back", () => {
    const marker = markerFor("superoffice", 1);
    const requestor = [past("requestor", 51, { marker, writtenBy: "bridge" })];
    const plan = planTicket(facts({ superoffice: [past("superoffice", 1)], requestor }));
    expect(plan.adopt).toEqual([{ side: "superoffice", id: "1", targetMessageId: "51", by: "marker" }]);
    expect(plan.carry).toEqual({ superoffice: [], requestor: [] });
    const correction = past("requestor", 52, { marker: markerFor("superoffice", 1, 2), writtenBy: "bridge" });
    expect(planTicket(facts({ requestor: [correction] })).writes.superoffice).toBe(0);
  });

  it("holds a second mirror of one message, and leaves a correction whose message is held", () => {
    const mirror = (n: number) => past("requestor", n, { marker: markerFor("superoffice", 1), writtenBy: "bridge" });
    const doubled = facts({ superoffice: [past("superoffice", 1)], requestor: [mirror(51), mirror(52)] });
    expect(planTicket(doubled)).toMatchObject({
      adopt: [{ side: "superoffice", id: "1", targetMessageId: "51" }],
      carry: { superoffice: [], requestor: ["52"] },
      writes: { superoffice: 0, requestor: 0 },
    });
    const corrected = facts({
      superoffice: [past("superoffice", 1, { writtenBy: "bridge" })],
      requestor: [past("requestor", 51, { marker: markerFor("superoffice", 1, 2), writtenBy: "bridge" })],
    });
    const again = planTicket(historyOutcome(corrected, planTicket(corrected)));
    expect(again.carry).toEqual({ superoffice: [], requestor: [] });
  });

  it("keeps to the time, the direction and the frozen list", () => {
    const messages = { superoffice: [1, 2, 3].map((n) => past("superoffice", n)), requestor: [past("requestor", 51)] };
    const within = planTicket(facts(messages, { from: "superoffice", since: 2_000, until: 3_000 }));
    expect(within.carry).toEqual({ superoffice: ["2"], requestor: [] });
    const none = { superoffice: new Set<MessageId>(), requestor: new Set<MessageId>() };
    const frozen = { carry: { ...none, superoffice: new Set([idOf(3)]) }, paired: none };
    expect(planTicket({ ...facts(messages), frozen }).carry).toEqual({ superoffice: ["3"], requestor: [] });
    const timeless = past("superoffice", 9);
    const plan = planTicket(facts({ superoffice: [{ ...timeless, createdAt: null }] }, { since: 99_000 }));
    expect(plan.carry.superoffice).toEqual(["9"]);
  });

  it("counts copies made by hand, and takes them for mirrors only when asked to, never a more public one", () => {
    const said = (text: string) => ({ content: { format: "plain", text } as const });
    const messages = {
      superoffice: [
        past("superoffice", 1, said("Hello")),
        past("superoffice", 2, { ...said("Secret"), visibility: "internal" }),
      ],
      requestor: [past("requestor", 51, said(" Hello ")), past("requestor", 52, said("Secret"))],
    };
    expect(planTicket(facts(messages))).toMatchObject({
      lookAlike: 1,
      adopt: [],
      writes: { superoffice: 2, requestor: 2 },
    });
    const adopting = planTicket(facts(messages, { adopt: true }));
    expect(adopting.adopt).toEqual([{ side: "superoffice", id: "1", targetMessageId: "51", by: "likeness" }]);
    expect(adopting.carry).toEqual({ superoffice: ["2"], requestor: ["52"] });
  });

  it("tells why the others stay where they are", () => {
    const superoffice = [
      past("superoffice", 1, { kind: "bounce" }),
      past("superoffice", 2, { deleted: true }),
      past("superoffice", 3, {}, known("source", null, "held")),
      past("superoffice", 4, { visibility: "internal" }),
      { ...past("superoffice", 5), message: null },
    ];
    const plan = planTicket({ ...facts({ superoffice }), holdsInternal: { superoffice: true, requestor: false } });
    expect([...plan.skipped.keys()]).toEqual([
      "It is a bounced e-mail, not a message.",
      "It was deleted in SuperOffice before it could be mirrored.",
      "It waits for a person already.",
      "It is internal, and the other ticket cannot hold it so.",
      "It is gone.",
    ]);
    expect(plan.carry.superoffice).toEqual(["4"]);
  });

  it("refuses a ticket on which another bridge writes", () => {
    const marker = { ...markerFor("superoffice", 1), code: "0000000000000000" };
    const plan = planTicket(facts({ requestor: [past("requestor", 51, { marker, writtenBy: "bridge" })] }));
    expect(plan.refusal).toContain("another bridge");
  });
});

const anyMessage = fc.record({
  n: fc.integer({ min: 1, max: 30 }),
  text: fc.constantFrom("Hello", "ok", "Words", "Secret", ""),
  visibility: fc.constantFrom("public" as const, "internal" as const),
  kind: fc.constantFrom("message" as const, "message" as const, "bounce" as const, "automatic-reply" as const),
  writtenBy: fc.constantFrom("bridge" as const, "other" as const, "unknown" as const),
  marks: fc.option(
    fc.record({ n: fc.integer({ min: 1, max: 30 }), revision: fc.integer({ min: 1, max: 2 }), isOurs: fc.boolean() }),
  ),
  known: fc.constantFrom(
    null,
    null,
    null,
    "mirrored" as const,
    "waiting" as const,
    "held" as const,
    "skipped" as const,
  ),
  timeless: fc.boolean(),
  deleted: fc.boolean(),
});

const anyFacts = fc
  .record({
    superoffice: fc.uniqueArray(anyMessage, { maxLength: 8, selector: ({ n }) => n }),
    requestor: fc.uniqueArray(anyMessage, { maxLength: 8, selector: ({ n }) => n }),
    from: fc.constantFrom("both" as const, ...sides),
    since: fc.option(fc.constant(8_000)),
    until: fc.option(fc.constant(20_000)),
    adopt: fc.boolean(),
    holdsInternal: fc.boolean(),
  })
  .map(({ superoffice, requestor, from, since, until, adopt, holdsInternal }): HistoryFacts => {
    const of = (side: Side, given: typeof superoffice) =>
      [...given]
        .sort((a, b) => a.n - b.n)
        .map(({ n, text, marks, known: state, timeless, ...rest }) => {
          const marker = marks === null ? null : markerFor(otherSide(side), marks.n, marks.revision);
          const shown = marker === null || marks?.isOurs === true ? marker : { ...marker, code: "0000000000000000" };
          const content = { format: "plain", text } as const;
          const message = past(
            side,
            n,
            { ...rest, content, marker: shown },
            state === null ? null : known("source", null, state),
          );
          return timeless ? { ...message, createdAt: null } : message;
        });
    return {
      ...facts(
        { superoffice: of("superoffice", superoffice), requestor: of("requestor", requestor) },
        { from, since, until, adopt },
      ),
      holdsInternal: { superoffice: true, requestor: holdsInternal },
    };
  });

describe("whatever stands on two tickets, the plan", () => {
  it("planned again after it was carried out writes nothing", () => {
    const property = fc.property(anyFacts, (given) => {
      const { writes, carry, adopt } = planTicket(historyOutcome(given, planTicket(given)));
      expect([writes, carry, adopt]).toEqual([
        { superoffice: 0, requestor: 0 },
        { superoffice: [], requestor: [] },
        [],
      ]);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it("neither writes nor adopts anything twice, and nothing both ways", () => {
    const property = fc.property(anyFacts, (given) => {
      const { carry, adopt } = planTicket(given);
      const named = [
        ...sides.flatMap((side) => carry[side].map((id) => `${side} ${id}`)),
        ...adopt.flatMap(({ side, id, targetMessageId }) => [`${side} ${id}`, `${otherSide(side)} ${targetMessageId}`]),
      ];
      expect(new Set(named).size).toBe(named.length);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it("takes no copy for a mirror that shows customers more than its source", () => {
    const property = fc.property(anyFacts, (given) => {
      for (const { side, id, targetMessageId, by } of planTicket(given).adopt) {
        const find = (of: Side, wanted: MessageId) =>
          given.messages[of].find((one) => one.id === wanted)?.message?.visibility;
        if (by === "likeness" && find(side, id) === "internal")
          expect(find(otherSide(side), targetMessageId)).toBe("internal");
      }
    });
    fc.assert(property, { numRuns: 500 });
  });

  it("accounts for every message", () => {
    const property = fc.property(anyFacts, (given) => {
      const plan = planTicket(given);
      if (plan.refusal !== null) return;
      const skipped = [...plan.skipped.values()].reduce((sum, count) => sum + count, 0);
      const accounted =
        plan.mirrored + plan.writes.superoffice + plan.writes.requestor + skipped + plan.adopt.length * 2;
      expect(accounted).toBe(given.messages.superoffice.length + given.messages.requestor.length);
    });
    fc.assert(property, { numRuns: 500 });
  });
});
