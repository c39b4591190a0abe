import { createLog } from "@ticket-bridge/assembly";
import type { Backfill, BackfillsFace } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import { BackfillJobs } from "./backfill-jobs.ts";

/** A run that never ends. */
function scene() {
  const clock = { now: 1_000 };
  const run = { id: "1", state: "running" } as unknown as Backfill;
  const backfills = {
    get: () => Promise.resolve(run),
    create: () => Promise.resolve(run),
    run: () => new Promise<void>(() => undefined),
  } as unknown as BackfillsFace;
  const jobs = new BackfillJobs({ backfills, log: createLog({ level: "silent" }), now: () => clock.now });
  jobs.answerOf = () => ({}) as never;
  return { clock, jobs };
}

describe("a run that is carried out", () => {
  it("is not taken by who only looks, so that a command can show it", async () => {
    const { jobs } = scene();
    await jobs.create({} as never, true, null);
    await jobs.get("1", "somebody who looks");
    await expect(jobs.resume("1", false, "a command")).resolves.toBeDefined();
    await jobs.get("1", "somebody who looks");
    await expect(jobs.resume("1", false, "another command")).rejects.toThrow("this bridge for a command");
  });

  it("stays a command's as long as it looks, and is another's five seconds after", async () => {
    const { jobs, clock } = scene();
    await jobs.create({} as never, true, "a command");
    clock.now += 4_000;
    await jobs.get("1", "a command");
    clock.now += 4_000;
    await expect(jobs.resume("1", false, "another command")).rejects.toThrow("this bridge for a command");
    clock.now += 1_000;
    await expect(jobs.resume("1", false, "another command")).resolves.toBeDefined();
  });
});
