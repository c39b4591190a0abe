import { deliverLane } from "./deliver-lane.ts";
import { HeldLane } from "./held-lane.ts";
import type { EngineContext } from "../engine-context.ts";
import { WakeUp } from "../wake-up.ts";

/** Without a wake-up, due lanes are looked for this often. */
const floorMs = 1_000;

/** Claims due lanes and works on several at once, one worker a lane, renewing the leases of all of them together. */
export class LaneWorkers {
  readonly #context: EngineContext;
  readonly #wake: WakeUp;
  readonly #running = new Map<HeldLane, Promise<void>>();

  constructor(context: EngineContext) {
    this.#context = context;
    this.#wake = new WakeUp(context.clock);
  }

  wake(): void {
    this.#wake.wake();
  }

  /** Runs until the signal aborts, then waits for the messages in flight. Rejects never. */
  async run(stopping: AbortSignal): Promise<void> {
    const done = new AbortController();
    const renewing = this.#renewLeases(done.signal);
    while (!stopping.aborted) {
      const claimed = await this.#claim(stopping);
      // A full hand may mean that more is due; an empty one waits for a wake-up, a free place or the floor.
      if (claimed === 0 || this.#free() === 0) await this.#wake.wait(floorMs, stopping);
    }
    await Promise.all(this.#running.values());
    done.abort();
    await renewing;
  }

  #free(): number {
    return this.#context.settings.lanesAtOnce - this.#running.size;
  }

  async #claim(stopping: AbortSignal): Promise<number> {
    const { store, health, settings, clock, workerId, log } = this.#context;
    const directions = health.openDirections();
    if (this.#free() <= 0 || directions.length === 0) return 0;
    try {
      const before = clock.monotonic();
      const unobserved = settings.mode === "observe";
      const claim = { directions, limit: this.#free(), leaseMs: settings.leaseMs, unobserved };
      const lanes = await store.claimLanes(workerId, claim);
      for (const lane of lanes) this.#start(new HeldLane(this.#context, lane, before), stopping);
      return lanes.length;
    } catch (error) {
      log.log({ level: "error", message: "Lanes could not be claimed; trying again.", error: String(error) });
      return 0;
    }
  }

  #start(lane: HeldLane, stopping: AbortSignal): void {
    const { log } = this.#context;
    const work = deliverLane(this.#context, lane, stopping)
      .then((release) => {
        if (release.kind === "again" && release.afterMs < floorMs) this.#wakeAfter(release.afterMs, stopping);
      })
      .catch((error: unknown) => {
        const { linkId, direction } = lane.lease;
        log.log({
          level: "error",
          message: "A lane broke off; its lease will run out.",
          linkId,
          direction,
          error: String(error),
        });
      })
      .finally(() => {
        this.#running.delete(lane);
        this.#wake.wake();
      });
    this.#running.set(lane, work);
  }

  #wakeAfter(milliseconds: number, stopping: AbortSignal): void {
    void this.#context.clock.sleep(milliseconds, stopping).then(() => this.#wake.wake());
  }

  /** One statement for all lanes of this worker, three times within a lease. */
  async #renewLeases(done: AbortSignal): Promise<void> {
    const { clock, settings, store, log } = this.#context;
    while (!done.aborted) {
      await clock.sleep(settings.leaseMs / 3, done);
      const lanes = [...this.#running.keys()];
      if (lanes.length === 0) continue;
      await this.#context.pauses.refresh();
      try {
        const before = clock.monotonic();
        const kept = await store.renewLeases(
          lanes.map((lane) => lane.lease),
          settings.leaseMs,
        );
        const keptNames = new Set(kept.map((lease) => `${lease.linkId}/${lease.direction}/${lease.epoch}`));
        for (const lane of lanes) {
          const { linkId, direction, epoch } = lane.lease;
          if (keptNames.has(`${linkId}/${direction}/${epoch}`)) lane.renewed(before);
        }
      } catch (error) {
        log.log({ level: "warn", message: "Leases could not be renewed.", error: String(error) });
      }
    }
  }
}
