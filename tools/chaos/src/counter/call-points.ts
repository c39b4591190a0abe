import { openSync, writeSync } from "node:fs";

import {
  matches,
  type CallKind,
  type CallPoint,
  type CounterSettings,
  type Death,
  type KillPlan,
} from "./kill-plan.ts";

/** A plan whose point never comes must not stop the run: after this time the very next point of any kind will do. */
const patienceMs = 5_000;

/** Counts the points that the process passes, and ends it without a word at the planned one. */
export class CallPoints {
  readonly #journal: number;
  // Kept, because the counter puts itself before the file system's functions too.
  readonly #write = writeSync;
  #plan: KillPlan | null = null;
  #left = 0;
  readonly #passed: Partial<Record<CallKind, number>> = {};
  #starting = true;
  #patience: NodeJS.Timeout | undefined;

  constructor(settings: CounterSettings) {
    this.#journal = openSync(settings.journal, "a");
    if (settings.plan !== null) this.#follow(settings.plan);
  }

  /** The bridge is ready; from now on this plan counts. */
  arm(plan: KillPlan): void {
    this.#starting = false;
    this.#follow(plan);
    this.#patience = setTimeout(() => this.#follow({ kind: "any", phase: "any", count: 1 }), patienceMs);
    this.#patience.unref();
  }

  pass(point: CallPoint): void {
    if (this.due(point)) this.die(point);
  }

  /** Counts the point; true when it is the one to die at, for a caller who has something to do half before. */
  due(point: CallPoint): boolean {
    this.#passed[point.kind] = (this.#passed[point.kind] ?? 0) + 1;
    if (this.#plan === null || !matches(this.#plan, point)) return false;
    this.#left -= 1;
    return this.#left <= 0;
  }

  die(point: CallPoint): void {
    const death: Death = {
      pid: process.pid,
      at: Date.now(),
      point,
      passed: this.#passed,
      starting: this.#starting,
    };
    this.#write(this.#journal, `${JSON.stringify(death)}\n`);
    // Takes effect before the call returns: no instruction of this process follows.
    process.kill(process.pid, "SIGKILL");
  }

  #follow(plan: KillPlan): void {
    this.#plan = plan;
    this.#left = plan.count;
  }
}
