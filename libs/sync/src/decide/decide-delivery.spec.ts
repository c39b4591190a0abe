import type { Message, MessageId, TicketId } from "@ticket-bridge/helpdesk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { decideDelivery, type DeliveryFacts } from "./decide-delivery.ts";

const message: Message = {
  side: "requestor",
  ticketId: "47" as TicketId,
  id: "991" as MessageId,
  createdAt: 0,
  changedAt: null,
  visibility: "public",
  content: { format: "plain", text: "Hello" },
  author: { name: "Jane", email: null, role: "customer" },
  writtenBy: "other",
  kind: "message",
  marker: null,
  deleted: false,
  attachments: [],
};

const facts: DeliveryFacts = {
  direction: "requestor-to-superoffice",
  sourceTicketId: "47" as TicketId,
  row: { mappedAsTarget: false, oppositeInFlight: false, suspicions: 0, suspicion: null },
  message,
  marker: "none",
  named: null,
};

const named = (
  state: "pending" | "sending" | "mirrored" | "skipped" | "uncertain" | "held",
  target: string | null,
) => ({
  mirrorId: "7",
  correlationId: "c-7",
  linkId: "1",
  state,
  targetMessageId: target as MessageId | null,
});

describe("decideDelivery", () => {
  it("mirrors an ordinary message", () => {
    expect(decideDelivery(facts)).toEqual({ kind: "mirror" });
  });

  it("skips what is stored as the target of a mirror, without reading it", () => {
    const decision = decideDelivery({ ...facts, message: null, row: { ...facts.row, mappedAsTarget: true } });
    expect(decision.kind).toBe("skip");
  });

  it("skips what was deleted meanwhile and says so", () => {
    const gone = decideDelivery({ ...facts, message: null });
    const reason = "It was deleted in Requestor before it could be mirrored.";
    expect(gone).toEqual({ kind: "skip", reason, isGone: true });
    expect(decideDelivery({ ...facts, message: { ...message, deleted: true } })).toEqual(gone);
  });

  it("waits with what was internal while the account is shown nothing internal, and says of others what it knows", () => {
    const unseen = { seesAll: false, wasInternal: true };
    expect(decideDelivery({ ...facts, message: null, unseen })).toMatchObject({ kind: "stop-lane" });
    const seen = decideDelivery({ ...facts, message: null, unseen: { ...unseen, seesAll: true } });
    expect(seen).toEqual(decideDelivery({ ...facts, message: null }));
    const other = decideDelivery({ ...facts, message: null, unseen: { ...unseen, wasInternal: false } });
    expect(other).toMatchObject({
      kind: "skip",
      isGone: true,
      reason: expect.stringContaining("became internal") as string,
    });
  });

  it.each(["bounce", "outbox-failed", "automatic-reply"] as const)("skips a %s", (kind) => {
    expect(decideDelivery({ ...facts, message: { ...message, kind } }).kind).toBe("skip");
  });

  it("holds a message that stands on another ticket by now", () => {
    const decision = decideDelivery({ ...facts, message: { ...message, ticketId: "48" as TicketId } });
    expect(decision).toMatchObject({ kind: "hold" });
    expect(decision.kind === "hold" && decision.reason).toContain("ticket 48");
  });

  it("recognises its own mirror seen before its id was stored", () => {
    for (const state of ["pending", "sending", "uncertain", "held", "skipped"] as const) {
      for (const writtenBy of ["bridge", "unknown"] as const) {
        const mirror = { ...message, writtenBy };
        expect(decideDelivery({ ...facts, message: mirror, marker: "ours", named: named(state, null) })).toEqual({
          kind: "recognise",
          mirrorId: "7",
          correlationId: "c-7",
          unexpected: state === "pending" || state === "held" || state === "skipped",
          isHeld: state === "held",
          isSkipped: state === "skipped",
        });
      }
    }
  });

  it("skips a mirror whose database row was lost", () => {
    const mirror = { ...message, writtenBy: "bridge" as const };
    expect(decideDelivery({ ...facts, message: mirror, marker: "ours", named: null }).kind).toBe("skip");
  });

  it("never skips or recognises what certainly another account wrote in Requestor, where anyone can copy the line", () => {
    const decide = (standing: ReturnType<typeof named> | null) =>
      decideDelivery({ ...facts, marker: "ours", named: standing }).kind;
    expect(decide(null)).toBe("hold");
    expect(decide(named("skipped", null))).toBe("hold");
    expect(decide(named("pending", null))).toBe("hold");
    expect(decide(named("sending", null))).toBe("wait");
    expect(decide(named("uncertain", null))).toBe("wait");
    expect(decide(named("mirrored", "12"))).toBe("mirror");
  });

  it("mirrors somebody's quotation of a settled marker", () => {
    expect(decideDelivery({ ...facts, marker: "ours", named: named("mirrored", "12") })).toEqual({ kind: "mirror" });
  });

  it("holds a second mirror by the bridge's own account", () => {
    const double = { ...message, writtenBy: "bridge" as const };
    const decision = decideDelivery({ ...facts, message: double, marker: "ours", named: named("mirrored", "12") });
    expect(decision.kind).toBe("hold");
  });

  it("stops the lane when the bridge's account wrote a marker that is not ours", () => {
    const foreign = { ...message, writtenBy: "bridge" as const };
    expect(decideDelivery({ ...facts, message: foreign, marker: "foreign" }).kind).toBe("stop-lane");
  });

  it("takes a wrongly coded marker from anyone else as plain text", () => {
    for (const writtenBy of ["other", "unknown"] as const) {
      expect(decideDelivery({ ...facts, message: { ...message, writtenBy }, marker: "foreign" })).toEqual({
        kind: "mirror",
      });
    }
  });

  it("holds what the bridge's account wrote by hand", () => {
    expect(decideDelivery({ ...facts, message: { ...message, writtenBy: "bridge" } }).kind).toBe("hold");
  });

  it("holds what failed five times while others passed, naming the failure and what to do", () => {
    const row = { ...facts.row, suspicions: 5, suspicion: "SuperOffice answered 500 to POST TicketMessage: too odd" };
    const decision = decideDelivery({ ...facts, row });
    expect(decision.kind === "hold" ? decision.reason : "").toMatch(
      /answered 500.*5 times.*took others.*retry; or skip it/,
    );
    expect(decideDelivery({ ...facts, row: { ...row, suspicions: 4 } }).kind).toBe("mirror");
    expect(decideDelivery({ ...facts, row, message: null }).kind).toBe("skip");
  });

  it("waits with an unmarked message that may be the write without an answer", () => {
    const row = { ...facts.row, oppositeInFlight: true };
    for (const writtenBy of ["bridge", "unknown"] as const) {
      expect(decideDelivery({ ...facts, row, message: { ...message, writtenBy } }).kind).toBe("wait");
    }
    expect(decideDelivery({ ...facts, row }).kind).toBe("mirror");
  });

  it("never drops a message by its account alone", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("bridge" as const, "other" as const, "unknown" as const),
        fc.constantFrom("none" as const, "foreign" as const),
        fc.boolean(),
        (writtenBy, marker, oppositeInFlight) => {
          const decision = decideDelivery({
            ...facts,
            row: { ...facts.row, oppositeInFlight },
            marker,
            message: { ...message, writtenBy },
          });
          expect(decision.kind).not.toBe("skip");
        },
      ),
    );
  });
});
