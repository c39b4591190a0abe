import { sharedPostgresql } from "@ticket-bridge/store/shared-databases";
import { afterEach, beforeEach, expect, it } from "vitest";

import { patienceMs } from "../testing/command-process.ts";
import { TwoDesks } from "../testing/two-desks.ts";

const kills = 20;
/** A first life that may reach its writes, and later ones that end long before all is written. */
const mostCalls = { first: 40, later: 24 };
let desks: TwoDesks;

beforeEach(async () => {
  desks = await TwoDesks.start(await sharedPostgresql().createDatabase());
});
afterEach(() => desks.stop());

/** Draws the call after which the command is killed: anywhere from its first one to amid its writes. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

it(
  "killed at twenty random moments of one run, it ends complete and exact, and a further run writes nothing",
  async () => {
    for (let each = 0; each < 2; each += 1) desks.addPair({ superoffice: 20, requestor: 20 });
    const draw = random(20_260_101);
    const args = ["--yes", "--tickets-file", await desks.pairsFile()];
    const writesAtKill: number[] = [];
    for (let turn = 0; turn < kills; turn += 1) {
      const calls = { left: 1 + Math.floor(draw() * (desks.writes === 0 ? mostCalls.first : mostCalls.later)) };
      const begun = desks.begin(args);
      const observers: (() => void)[] = [];
      const ended = new Promise<"ended">((resolve) => void begun.ended.then(() => resolve("ended")));
      const reached = new Promise<"reached">((resolve) => {
        const count = () => {
          calls.left -= 1;
          if (calls.left === 0) resolve("reached");
        };
        for (const { control } of [desks.superoffice, desks.requestor])
          observers.push(control.observe({ call: count }));
      });
      if ((await Promise.race([reached, ended])) === "ended") break;
      for (const end of observers) end();
      begun.kill("SIGKILL");
      await begun.ended;
      writesAtKill.push(desks.writes);
    }
    expect(writesAtKill).toHaveLength(kills);
    // Killed while it only plans, it proves nothing about what is written twice.
    expect(new Set(writesAtKill.filter((writes) => writes > 0)).size).toBeGreaterThanOrEqual(5);
    const last = await desks.run(args);
    expect({ code: last.code, stderr: last.stderr }).toMatchObject({ code: 0 });
    expect(desks.pairs.flatMap((pair) => desks.faultsOf(pair))).toEqual([]);
    const writes = desks.writes;
    expect((await desks.run(args)).code).toBe(0);
    expect(desks.writes).toBe(writes);
  },
  6 * patienceMs,
);
