import type { ExchangeRunner } from "./exchange.ts";
import { settledMix } from "./fault-mix.ts";
import type { FaultMix } from "./fault-mix.ts";
import type { FaultPlan, FaultSpec, FaultTarget } from "./faults.ts";
import type { FaultTally } from "./fault-tally.ts";
import { LateMessages } from "./late-messages.ts";
import type { Listener } from "./listener.ts";
import { MixedFaults } from "./mixed-faults.ts";
import { Outages } from "./outages.ts";
import type { WebhookPost } from "./webhook-post.ts";

/** What is still on its way in a simulator: nothing of it is an answer any more, but each can still be seen later. */
export type Pending = {
  /** Writes that are stored although their client has gone. */
  lateCommits: number;
  /** Messages of people whose id is taken and that nobody can see yet. */
  lateMessages: number;
  /** Calls that are held without an answer. */
  heldCalls: number;
  /** Webhooks that are delayed or held back. */
  webhooks: number;
};

/** Everything that goes wrong in one simulator, by hand or by a mix. */
export class Troubles {
  readonly plan: FaultPlan;
  readonly tally: FaultTally;
  readonly webhookPost: WebhookPost;
  readonly lateMessages = new LateMessages();
  readonly outages: Outages;
  readonly #runner: ExchangeRunner;
  readonly #clock: { clockSkewMs: number };
  #mix: MixedFaults | null = null;
  #skewBefore = 0;

  constructor(parts: {
    plan: FaultPlan;
    tally: FaultTally;
    webhookPost: WebhookPost;
    runner: ExchangeRunner;
    listener: Listener;
    clock: { clockSkewMs: number };
  }) {
    const { plan, tally, runner, listener } = parts;
    this.plan = plan;
    this.tally = tally;
    this.webhookPost = parts.webhookPost;
    this.#runner = runner;
    this.#clock = parts.clock;
    this.outages = new Outages({ plan, tally, listener, release: () => runner.release() });
  }

  /** Throws a TypeError for a mix that is not one. */
  unleash(mix: FaultMix): void {
    const faults = new MixedFaults(settledMix(mix));
    if (!this.#mix) this.#skewBefore = this.#clock.clockSkewMs;
    this.#mix = faults;
    this.plan.mixIn((target) => this.#strike(faults, target));
    this.webhookPost.mixIn(() => faults.webhook());
  }

  async calm(): Promise<void> {
    if (this.#mix) this.#clock.clockSkewMs = this.#skewBefore;
    this.#mix = null;
    this.plan.mixIn(null);
    this.plan.clear();
    this.webhookPost.mixIn(null);
    this.#runner.release();
    await this.outages.end();
  }

  /** How long the next message of a person stays invisible; null: not at all. */
  lateVisibleMs(wanted?: number): number | null {
    const ms = wanted ?? this.#mix?.lateVisibleMs() ?? null;
    if (ms !== null) this.tally.other("late-visible");
    return ms;
  }

  pending(): Pending {
    return {
      lateCommits: this.#runner.lateCommits,
      lateMessages: this.lateMessages.pending,
      heldCalls: this.#runner.held,
      webhooks: this.webhookPost.pending,
    };
  }

  stop(): void {
    this.plan.mixIn(null);
    this.outages.stop();
    this.webhookPost.stop();
    this.lateMessages.stop();
  }

  #strike(faults: MixedFaults, target: FaultTarget): FaultSpec[] {
    const { specs, outage, clockSkewMs } = faults.call(target);
    if (clockSkewMs !== null) {
      this.#clock.clockSkewMs = clockSkewMs;
      this.tally.other("clock-step");
    }
    if (!outage) return specs;
    void this.outages.begin(outage.kind, outage.forMs);
    return [];
  }
}
