import { readFileSync } from "node:fs";

import type { BridgeProcess } from "../bridge/bridge-process.ts";
import { matches, type Death, type KillPlan } from "../counter/kill-plan.ts";
import { between, type Random } from "../random.ts";
import type { DatabaseKind } from "./chaos-report.ts";
import { killSchedule, type ScheduledKill } from "./kill-schedule.ts";
import { sleep } from "./sleep.ts";
import type { Place, Stage } from "./stage.ts";

interface Kill extends ScheduledKill {
  /** It was asked for, and is planned again where it did not come about. */
  readonly isAsked?: boolean;
}

/** An armed bridge dies within seconds; one that does not is killed from outside and counted apart. */
const armedForMs = 20_000;

/** Starts bridges and sees them die, one life after the other. */
export class Lives {
  readonly refusedStarts: string[] = [];
  readonly crashes: string[] = [];
  starts = 0;
  killedOutside = 0;
  readonly #stage: Stage;
  readonly #random: Random;
  readonly #schedule: Generator<ScheduledKill, never>;
  readonly #wanted: number;
  /** What lives must still end at before anything is drawn. */
  readonly #due: KillPlan[];
  #startsToKill: number;
  /** How often one of these is planned again: where people wait for the bridge, its call may never come. */
  #plannedAgain = 2;
  #armed = 0;

  constructor(
    stage: Stage,
    random: Random,
    options: { database: DatabaseKind; kills: number; killsBeforeLinking: number; first?: readonly KillPlan[] },
  ) {
    this.#stage = stage;
    this.#random = random;
    this.#schedule = killSchedule(random, options);
    this.#wanted = options.kills;
    this.#due = [...(options.first ?? [])];
    this.#startsToKill = options.killsBeforeLinking;
  }

  deaths(): Death[] {
    return readFileSync(this.#stage.journal, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Death);
  }

  get kills(): number {
    return this.deaths().length;
  }

  /** Whether the wanted number is reached, none that was asked for is still due, and nobody is about to die any more. */
  get enough(): boolean {
    return this.kills >= this.#wanted && this.#due.length === 0 && this.#armed === 0;
  }

  /** One life by the schedule from start to death. */
  async liveAndDie(place: Place, aborted: AbortSignal): Promise<void> {
    this.#armed += 1;
    try {
      const kill = this.#next();
      const { from, plan } = kill;
      const bridge = this.#start(place, from === "start" ? plan : null);
      if (await this.#isReady(bridge)) {
        // A start that was too short for its plan: then soon after it.
        const any = { kind: "any", phase: "any", count: between(this.#random, 1, 100) } as const;
        await this.#dieOf(bridge, from === "work" ? plan : any, aborted);
      }
      this.#putBack(kill, bridge);
    } finally {
      this.#armed -= 1;
    }
  }

  /** Arms a bridge that is ready, and sees it die. */
  async killRunning(bridge: BridgeProcess, aborted: AbortSignal): Promise<void> {
    this.#armed += 1;
    try {
      const kill = this.#next();
      await this.#dieOf(bridge, kill.plan, aborted);
      this.#putBack(kill, bridge);
    } finally {
      this.#armed -= 1;
    }
  }

  /** Lives and deaths at one place until there are enough of them, then one bridge that stays until `over`. */
  async inhabit(place: Place, over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      await sleep(between(this.#random, 0, 400), over);
      if (over.aborted) return;
      if (this.kills + this.#armed < this.#wanted || this.#due.length > 0) await this.liveAndDie(place, over);
      else await this.#stay(place, over);
    }
  }

  /** Starts a bridge that nothing kills; null when it ended before it was ready. */
  async settleDown(place: Place): Promise<BridgeProcess | null> {
    const bridge = this.#start(place, null);
    return (await this.#isReady(bridge)) ? bridge : null;
  }

  #next(): Kill {
    if (this.#startsToKill > 0) {
      this.#startsToKill -= 1;
      return this.#schedule.next().value;
    }
    const plan = this.#due.shift();
    return plan === undefined ? this.#schedule.next().value : { from: "work", plan, isAsked: true };
  }

  /** A start that was refused, and a slow machine on which the call was not reached in time, are no death at that call. */
  #putBack({ plan, isAsked = false }: Kill, { pid }: BridgeProcess): void {
    const diedThere = this.deaths().some((death) => death.pid === pid && matches(plan, death.point));
    if (!isAsked || diedThere || this.#plannedAgain === 0) return;
    this.#plannedAgain -= 1;
    this.#due.unshift(plan);
  }

  async #stay(place: Place, over: AbortSignal): Promise<void> {
    const bridge = await this.settleDown(place);
    if (bridge === null) return;
    await Promise.race([bridge.ended, aborting(over)]);
    if (!over.aborted) this.#sayHow(bridge);
  }

  #start(place: Place, plan: ScheduledKill["plan"] | null): BridgeProcess {
    this.starts += 1;
    return this.#stage.start(place, plan);
  }

  /** Waits for it, and points the webhooks at it. */
  async #isReady(bridge: BridgeProcess): Promise<boolean> {
    if (await bridge.ready()) {
      // It may die while it is asked, and Requestor's hook is set in any case.
      await this.#stage.desks.hook(bridge.url).catch(() => undefined);
      return true;
    }
    if (!this.#diedAsPlanned(bridge)) this.refusedStarts.push(bridge.lastWords());
    return false;
  }

  async #dieOf(bridge: BridgeProcess, plan: ScheduledKill["plan"], aborted: AbortSignal): Promise<void> {
    bridge.arm(plan);
    const timeout = new AbortController();
    await Promise.race([bridge.ended, sleep(armedForMs, timeout.signal), aborting(aborted)]);
    timeout.abort();
    if (!bridge.hasEnded && !aborted.aborted) {
      this.killedOutside += 1;
      bridge.kill();
      await bridge.ended;
    } else if (bridge.hasEnded) {
      this.#sayHow(bridge);
    }
  }

  #sayHow(bridge: BridgeProcess): void {
    if (!this.#diedAsPlanned(bridge)) this.crashes.push(bridge.lastWords());
  }

  #diedAsPlanned(bridge: BridgeProcess): boolean {
    return this.deaths().some(({ pid }) => pid === bridge.pid);
  }
}

function aborting(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
