import { DeliveryError, type Decision, type Fault } from "@ticket-bridge/helpdesk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { decideOutcome } from "./decide-outcome.ts";

const context = {
  mirrorId: "7",
  requestId: "c-1",
  target: "requestor" as const,
  failures: 0,
  settleMs: 120_000,
  random: 0,
};
const error = (decision: Decision, fault: Fault, retryAfterMs: number | null = null) =>
  new DeliveryError("Requestor answered 500.", { decision, fault, retryAfterMs });

describe("decideOutcome", () => {
  it("holds a refused message and lets its lane go on", () => {
    const outcome = decideOutcome(error("permanent", "message"), context);
    expect(outcome.change).toMatchObject({ to: "held", reason: "Requestor answered 500." });
    expect(outcome.release).toBeNull();
  });

  it("stops the lane of a refused ticket and keeps its message waiting", () => {
    const outcome = decideOutcome(error("permanent", "ticket"), context);
    expect(outcome.change.to).toBe("pending");
    expect(outcome.release?.kind).toBe("stopped");
  });

  it("looks at a refused ticket again soon, since two hiccups look like a refusal, and later ever more rarely", () => {
    const waits = [0, 1, 2, 9, 10, 50].map((failures) => {
      const { release } = decideOutcome(error("permanent", "ticket"), { ...context, failures });
      return release?.kind === "stopped" ? release.afterMs : null;
    });
    expect(waits).toEqual([1_000, 2_000, 4_000, 512_000, 600_000, 600_000]);
  });

  it("leaves messages pending when the side is at fault", () => {
    const outcome = decideOutcome(error("retryable", "side"), context);
    expect(outcome.change.to).toBe("pending");
    expect(outcome.release).toMatchObject({ kind: "again", afterMs: 1_000, counts: true });
  });

  it("waits as long as the helpdesk asked", () => {
    expect(decideOutcome(error("retryable", "side", 90_000), context).release).toMatchObject({ afterMs: 90_000 });
  });

  it("makes whatever may have been written uncertain, never pending or held", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("message" as const, "ticket" as const, "side" as const),
        fc.integer({ min: 0, max: 50 }),
        (fault, failures) => {
          const outcome = decideOutcome(error("uncertain", fault), { ...context, failures });
          expect(outcome.change).toMatchObject({ to: "uncertain", settleMs: 120_000 });
          expect(outcome.release?.kind).toBe("again");
        },
      ),
    );
  });

  it("never gives up on a message for a fault of its side", () => {
    fc.assert(
      fc.property(fc.constantFrom("retryable" as const, "uncertain" as const), fc.nat(1_000), (decision, failures) => {
        expect(decideOutcome(error(decision, "side"), { ...context, failures }).change.to).not.toBe("held");
      }),
    );
  });
});
