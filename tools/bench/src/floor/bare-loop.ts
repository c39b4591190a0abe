import { directions, sourceOf, targetOf, type Side } from "@ticket-bridge/helpdesk";

import { placeOf, type Place, type TrafficPlan } from "../desks/plan.ts";
import type { BareHelpdesk } from "./bare-helpdesks.ts";

const patienceMs = 10_000;

/**
 * The floor: read, write, next. No database, no order, no second look, no echo check beyond a set of ids in memory; so
 * many workers at once as the bridge works on lanes.
 */
export class BareLoop {
  readonly #helpdesks: Readonly<Record<Side, BareHelpdesk>>;
  readonly #workers: number;
  /** Ids that were carried over or written, by side and ticket. */
  readonly #known: Readonly<Record<Side, Map<number, Set<number>>>> = { superoffice: new Map(), requestor: new Map() };

  constructor(helpdesks: Readonly<Record<Side, BareHelpdesk>>, workers: number) {
    this.#helpdesks = helpdesks;
    this.#workers = workers;
  }

  /** Carries the plan's messages over as they come, each with the reads that a live message needs. */
  async live(plan: TrafficPlan): Promise<void> {
    // No more workers than messages outstanding, so that no two of them wait in one ticket.
    const workers = plan.pace.kind === "outstanding" ? Math.min(this.#workers, plan.pace.atOnce) : this.#workers;
    await this.#share(plan.messages, workers, async (number) => {
      const place = placeOf(plan, number);
      // The write that makes room for this message may just be on its way.
      const giveUpAt = performance.now() + patienceMs;
      while (!(await this.#carry(place))) {
        if (performance.now() > giveUpAt) throw new Error(`Message ${number} did not come.`);
      }
    });
  }

  /** Carries a backlog over: each ticket is listed once and its messages are read in batches. */
  async backlog(plan: TrafficPlan): Promise<void> {
    const lanes = plan.pairs.flatMap((pair) =>
      directions.filter((direction) => plan.directions.includes(direction)).map((direction) => ({ pair, direction })),
    );
    await this.#share(lanes.length, this.#workers, async (at) => {
      const lane = lanes[at];
      if (lane !== undefined) await this.#carry(lane);
    });
  }

  async #share(count: number, workers: number, work: (number: number) => Promise<void>): Promise<void> {
    let next = 0;
    const worker = async () => {
      while (next < count) {
        next += 1;
        await work(next - 1);
      }
    };
    await Promise.all(Array.from({ length: workers }, worker));
  }

  /** Carries over what is new in one ticket; false when there was nothing. */
  async #carry({ direction, pair }: Place): Promise<boolean> {
    const source = sourceOf(direction);
    const target = targetOf(direction);
    const known = this.#knownOf(source, pair[source]);
    const { ids, messages } = await this.#helpdesks[source].list(pair[source]);
    const unknown = ids.filter((id) => !known.has(id));
    const missing = unknown.filter((id) => !messages.has(id));
    const read = missing.length === 0 ? [] : await this.#helpdesks[source].read(pair[source], missing);
    for (const message of [...unknown.flatMap((id) => messages.get(id) ?? []), ...read]) {
      known.add(message.id);
      const files = [];
      for (const file of message.files) files.push(await this.#helpdesks[source].download(file));
      const written = await this.#helpdesks[target].write(pair[target], message, files);
      this.#knownOf(target, pair[target]).add(written);
    }
    return unknown.length > 0;
  }

  #knownOf(side: Side, ticketId: number): Set<number> {
    const known = this.#known[side].get(ticketId) ?? new Set();
    this.#known[side].set(ticketId, known);
    return known;
  }
}
