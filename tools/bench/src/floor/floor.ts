import { startDesks, type Desks } from "../desks/desks.ts";
import type { TicketPair, TrafficPlan } from "../desks/plan.ts";
import type { TrafficResult } from "../desks/traffic.ts";
import { Child } from "../process/child.ts";
import { webhookSecret } from "../bridge/running-bridge.ts";
import type { FloorProcess } from "./floor-process.ts";

/** The bare loop in its own process, between two helpdesks in theirs: the measure that the bridge is held against. */
export class Floor {
  readonly #desks: Desks;
  readonly #loop: Child<FloorProcess>;

  private constructor(desks: Desks, loop: Child<FloorProcess>) {
    this.#desks = desks;
    this.#loop = loop;
  }

  /** @param settings `webhooks`: whether the helpdesks tell the floor of every change, as they tell the bridge. */
  static async start({ concurrency, webhooks }: { concurrency: number; webhooks: boolean }): Promise<Floor> {
    const desks = await startDesks();
    const loop = await Child.start<FloorProcess>(new URL("./floor-process.ts", import.meta.url));
    await loop.call("begin", { urls: await desks.call("addresses"), concurrency });
    if (webhooks) await desks.call("tell", { url: await loop.call("hear"), secret: webhookSecret });
    return new Floor(desks, loop);
  }

  async openTickets(count: number): Promise<readonly TicketPair[]> {
    return await this.#desks.call("openTickets", count);
  }

  async live(plan: TrafficPlan): Promise<TrafficResult> {
    const [result] = await Promise.all([this.#desks.call("traffic", plan), this.#loop.call("live", plan)]);
    return result;
  }

  async backlog(plan: TrafficPlan): Promise<TrafficResult> {
    await this.#desks.call("placeBacklog", plan);
    const [result] = await Promise.all([this.#desks.call("drainBacklog"), this.#loop.call("backlog", plan)]);
    return result;
  }

  async stop(): Promise<void> {
    await Promise.all([this.#loop.stop(), this.#desks.stop()]);
  }
}
