import { sides, type Direction } from "@ticket-bridge/helpdesk";

import { RunningBridge, webhookSecret } from "./bridge/running-bridge.ts";
import { startDesks, type Desks } from "./desks/desks.ts";
import { outstandingOver, type TicketPair, type TrafficPlan } from "./desks/plan.ts";
import type { TrafficResult } from "./desks/traffic.ts";
import type { Memory } from "./process/memory.ts";

/** How messages come: live by webhook, or piled up while both helpdesks were paused. */
export type Load = "live" | "backlog";

export interface SiteOptions {
  /** Null: the embedded database. */
  readonly databaseUrl: string | null;
  readonly folder: string;
  readonly concurrency: number;
  readonly profileFolder: string | null;
  /** Whether the helpdesks tell the bridge of every change. */
  readonly webhooks: boolean;
  /** Has the database count its rows, as a server does by itself once it has been in use for a minute or two. */
  readonly analyse: () => Promise<void>;
}

/** One bridge between two helpdesks, each in its own process. */
export class Site {
  readonly #desks: Desks;
  readonly #bridge: RunningBridge;
  readonly #analyse: () => Promise<void>;

  private constructor(desks: Desks, bridge: RunningBridge, analyse: () => Promise<void>) {
    this.#desks = desks;
    this.#bridge = bridge;
    this.#analyse = analyse;
  }

  static async open(options: SiteOptions): Promise<Site> {
    const desks = await startDesks();
    try {
      const urls = await desks.call("addresses");
      const bridge = await RunningBridge.start({ ...options, urls });
      const site = new Site(desks, bridge, options.analyse);
      if (options.webhooks) await desks.call("tell", { url: bridge.url, secret: webhookSecret });
      return site;
    } catch (error) {
      await desks.stop();
      throw error;
    }
  }

  async linkedTickets(count: number): Promise<readonly TicketPair[]> {
    const pairs = await this.#desks.call("openTickets", count);
    await this.#bridge.link(pairs);
    return pairs;
  }

  /**
   * One message in every lane, because the first write of a lane after a start looks at the target before; and a database
   * that knows its tables.
   */
  async warmUp(pairs: readonly TicketPair[], directions: readonly Direction[], load: Load): Promise<void> {
    const plan = { pairs, directions, messages: pairs.length * directions.length };
    if (load === "live") await this.live({ ...plan, pace: outstandingOver(pairs.length) });
    else await this.backlog({ ...plan, pace: { kind: "backlog" } });
    await this.#analyse();
  }

  async live(plan: TrafficPlan): Promise<TrafficResult> {
    return await this.#desks.call("traffic", plan);
  }

  /** Has messages mirrored, and measures how their edits are carried over. */
  async edits(plan: TrafficPlan): Promise<TrafficResult> {
    return await this.#desks.call("edits", plan);
  }

  /** Lets messages pile up while both helpdesks are paused, and measures how they are carried over. */
  async backlog(plan: TrafficPlan): Promise<TrafficResult> {
    for (const side of sides) await this.#bridge.pause(side);
    await this.#desks.call("placeBacklog", plan);
    const drained = this.#desks.call("drainBacklog");
    const resumed = Promise.all(sides.map((side) => this.#bridge.resume(side)));
    const [result] = await Promise.all([drained, resumed]);
    return result;
  }

  async memory(): Promise<Memory | null> {
    return await this.#bridge.memory();
  }

  /** What the bridge holds before something is asked of it; its peak counts from now on. */
  async memoryBefore(): Promise<Memory | null> {
    await this.#bridge.forgetPeak();
    return await this.#bridge.memory();
  }

  async close(): Promise<void> {
    await this.#bridge.stop();
    await this.#desks.stop();
  }
}
