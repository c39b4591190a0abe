import * as fc from "fast-check";
import { expect } from "vitest";

import type { Bed } from "../scene.ts";
import { type Actor, createActor } from "./actor.ts";
import { calls, type Call, quietKinds } from "./call.ts";
import { look } from "./look.ts";
import { makeCall } from "./make-call.ts";

/** Two pairs to begin with, so that short sequences mean something too. */
const beginning: readonly Call[] = [1, 2].map((ticket) => ({
  kind: "link",
  given: { superoffice: ticket, requestor: ticket, present: [] },
}));

async function callAndLook(actor: Actor, call: Call): Promise<unknown> {
  const answer = await makeCall(actor, call);
  return quietKinds.has(call.kind) ? answer : [answer, await look(actor)];
}

/** Made however long they take: on a busy machine not one was whole within six seconds, and nothing was proved. */
const leastSequences = 3;

/**
 * Makes the same random calls on both stores until the time is over, and a few sequences in any case; rejects with the shortest sequence it could find
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
  const end = performance.now() + options.seconds * 1_000;
  await fc.assert(property, { seed: options.seed, numRuns: leastSequences });
  const rest = await fc.check(property, {
    seed: options.seed + 1,
    numRuns: 1_000_000,
    interruptAfterTimeLimit: Math.max(1, end - performance.now()),
  });
  // Interrupted before its first sequence it counts as failed too, without a sequence to show.
  if (rest.counterexample !== null) throw new Error(await fc.asyncDefaultReportMessage(rest));
  return made;
}
