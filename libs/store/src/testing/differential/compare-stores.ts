import * as fc from "fast-check";
import { expect } from "vitest";

import type { Bed } from "../scene.ts";
import { type Actor, createActor } from "./actor.ts";
import { calls, type Call, quietKinds } from "./call.ts";
import { look, makeCall } from "./make-call.ts";

/** Two pairs to begin with, so that short sequences mean something too. */
const beginning: readonly Call[] = [1, 2].map((ticket) => ({
  kind: "link",
  given: { superoffice: ticket, requestor: ticket, present: [] },
}));

async function callAndLook(actor: Actor, call: Call): Promise<unknown> {
  const answer = await makeCall(actor, call);
  return quietKinds.has(call.kind) ? answer : [answer, await look(actor)];
}

/**
 * Makes the same random calls on both stores until the time is over; rejects with the shortest sequence it could find
 * after which they answer or show something else, or whose counters are wrong.
 */
export async function compareStores(
  [one, other]: readonly [Bed, Bed],
  options: { seconds: number; seed: number },
): Promise<{ sequences: number; calls: number }> {
  const made = { sequences: 0, calls: 0 };
  const property = fc.asyncProperty(calls, async (given) => {
    const actors = [createActor(await one.fresh()), createActor(await other.fresh())] as const;
    for (const actor of actors) await look(actor);
    for (const call of [...beginning, ...given]) {
      const [expected, found] = [await callAndLook(actors[0], call), await callAndLook(actors[1], call)];
      expect(found, `after ${JSON.stringify(call)}`).toEqual(expected);
      made.calls += 1;
    }
    for (const { scene } of actors) expect(await scene.keptCounts()).toEqual(await scene.countRows());
    made.sequences += 1;
  });
  await fc.assert(property, {
    seed: options.seed,
    numRuns: 1_000_000,
    interruptAfterTimeLimit: options.seconds * 1_000,
    markInterruptAsFailure: false,
  });
  return made;
}
