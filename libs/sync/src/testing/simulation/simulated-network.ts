import {
  DeliveryError,
  type CreatedMessage,
  type Decision,
  type Fault,
  type Helpdesk,
  type MessageFeed,
  type OutgoingMessage,
  type WriteOptions,
} from "@ticket-bridge/helpdesk";

import type { Clock } from "../../ports/clock.ts";
import type { FakeHelpdesk } from "../fake-helpdesk.ts";
import type { SeededRandom } from "./seeded-random.ts";
import type { SimulatedProcess } from "./simulated-process.ts";

/** How often a call meets each fault, 0 to 1. */
export interface FaultMix {
  readonly unreachable: number;
  readonly throttled: number;
  readonly errorBeforeCommit: number;
  readonly answerLost: number;
  readonly lateCommit: number;
}

export const noFaults: FaultMix = {
  unreachable: 0,
  throttled: 0,
  errorBeforeCommit: 0,
  answerLost: 0,
  lateCommit: 0,
};

/** Words that make a helpdesk refuse a message for good. */
export const poison = "poison";

const clientTimeoutMs = 30_000;

/** The way between the bridges and one helpdesk: latency, faults, and what the server does after the client has gone. */
export class SimulatedNetwork {
  readonly #clock: Clock;
  readonly #random: SeededRandom;
  readonly #settleMs: number;
  mix: FaultMix = noFaults;
  /** Down until this time: nothing is reached. */
  downUntil = 0;
  /** When the bytes of each write left, by the id of the message it became. */
  readonly sentAt = new Map<string, number>();

  constructor(parts: { clock: Clock; random: SeededRandom; settleMs: number }) {
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#settleMs = parts.settleMs;
  }

  reach<Desk extends FakeHelpdesk>(process: SimulatedProcess, desk: Desk): Desk {
    const read = (call: () => Promise<unknown>) => process.through(() => this.#read(desk, call));
    return new Proxy(desk, {
      get: (target, name: string) => {
        if (name === "createMessage") {
          return (message: OutgoingMessage, options: WriteOptions) =>
            process.through(() => this.#write(process, target, message, options));
        }
        const value = Reflect.get(target, name, target) as unknown;
        if (typeof value !== "function") return value;
        const method = value.bind(target) as (...rest: unknown[]) => Promise<unknown>;
        return (...rest: unknown[]) => read(() => method(...rest));
      },
    });
  }

  async #read(desk: Helpdesk | (Helpdesk & MessageFeed), call: () => Promise<unknown>): Promise<unknown> {
    await this.#transit();
    if (this.#unreachable()) throw failure(desk, "cannot be reached", "retryable", "side");
    if (this.#random.chance(this.mix.throttled)) throw failure(desk, "asks for quiet", "retryable", "side", 3_000);
    if (this.#random.chance(this.mix.errorBeforeCommit)) throw failure(desk, "answered 502", "retryable", "side");
    const answer = await call();
    await this.#transit();
    if (this.#random.chance(this.mix.answerLost)) throw failure(desk, "did not answer", "retryable", "side");
    return answer;
  }

  async #write(
    process: SimulatedProcess,
    desk: FakeHelpdesk,
    message: OutgoingMessage,
    { beforeBytes }: WriteOptions,
  ): Promise<CreatedMessage> {
    await this.#transit();
    if (this.#unreachable()) throw failure(desk, "cannot be reached", "retryable", "side");
    await process.point();
    beforeBytes();
    const sentAt = this.#clock.now();
    // From here on the server does what it does, whether the client lives or not.
    const fate = this.#fate(desk, message, sentAt);
    return await fate;
  }

  async #fate(desk: FakeHelpdesk, message: OutgoingMessage, sentAt: number): Promise<CreatedMessage> {
    const { mix } = this;
    const random = this.#random;
    await this.#transit();
    if (message.content.text.includes(poison)) throw failure(desk, "refused the message", "permanent", "message");
    if (random.chance(mix.throttled)) throw failure(desk, "asks for quiet", "retryable", "side", 3_000);
    if (random.chance(mix.errorBeforeCommit)) throw failure(desk, "answered 502", "uncertain", "side");
    if (random.chance(mix.lateCommit)) {
      const after = random.between(0, this.#settleMs - 2_000);
      void this.#clock.sleep(after).then(() => this.#commit(desk, message, sentAt));
      if (random.chance(0.5)) await this.#clock.sleep(clientTimeoutMs);
      throw failure(desk, "did not answer", "uncertain", "side");
    }
    const created = this.#commit(desk, message, sentAt);
    if (random.chance(mix.answerLost)) {
      if (random.chance(0.3)) await this.#clock.sleep(clientTimeoutMs);
      throw failure(desk, "did not answer", "uncertain", "side");
    }
    // Now and then the answer takes its time, and webhooks overtake it.
    await (random.chance(0.1) ? this.#clock.sleep(random.between(100, 4_000)) : this.#transit());
    return { id: created.id, createdAt: created.createdAt };
  }

  #commit(desk: FakeHelpdesk, message: OutgoingMessage, sentAt: number) {
    const created = desk.commit(message);
    this.sentAt.set(created.id, sentAt);
    return created;
  }

  #unreachable(): boolean {
    return this.#clock.now() < this.downUntil || this.#random.chance(this.mix.unreachable);
  }

  #transit(): Promise<void> {
    return this.#clock.sleep(this.#random.between(1, 40));
  }
}

function failure(desk: Helpdesk, what: string, decision: Decision, fault: Fault, retryAfterMs: number | null = null) {
  return new DeliveryError(`${desk.side} ${what}.`, { decision, fault, retryAfterMs });
}
