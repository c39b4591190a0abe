import { otherSide, type Side } from "@ticket-bridge/helpdesk";

import type { EngineContext } from "../engine-context.ts";
import type { ClaimedCreation } from "../ports/creation-store.ts";
import { WakeUp } from "../wake-up.ts";
import { creationRun, type CreationParts } from "./creation-run.ts";
import { HeldCreation } from "./held-creation.ts";
import { workCreation } from "./work-creation.ts";

/** Without a wake-up, due creations are looked for this often. */
const floorMs = 1_000;

/** New tickets are few beside messages, and each costs several calls. */
const atOnce = 2;

/** Claims due creations and works on them, renewing their leases. Not started where the policy creates nothing. */
export class CreationWorkers {
  readonly #context: EngineContext;
  readonly #parts: CreationParts;
  readonly #wake: WakeUp;
  readonly #running = new Map<HeldCreation, Promise<void>>();

  constructor(context: EngineContext, parts: CreationParts) {
    this.#context = context;
    this.#parts = parts;
    this.#wake = new WakeUp(context.clock);
  }

  wake(): void {
    this.#wake.wake();
  }

  /** Runs until the signal aborts, then waits for what is in flight. Rejects never. */
  async run(stopping: AbortSignal): Promise<void> {
    const done = new AbortController();
    const renewing = this.#renewLeases(done.signal);
    while (!stopping.aborted) {
      const claimed = await this.#claim();
      if (claimed === 0 || this.#free() === 0) await this.#wake.wait(floorMs, stopping);
    }
    await Promise.all(this.#running.values());
    done.abort();
    await renewing;
  }

  #free(): number {
    return atOnce - this.#running.size;
  }

  async #claim(): Promise<number> {
    const { store, settings, clock, workerId, log } = this.#context;
    const sources = this.#openSources();
    if (this.#free() <= 0 || sources.length === 0) return 0;
    try {
      const before = clock.monotonic();
      const claim = { sources, limit: this.#free(), leaseMs: settings.leaseMs };
      const creations = await store.claimCreations(workerId, claim);
      for (const claimed of creations) this.#start(claimed, before);
      return creations.length;
    } catch (error) {
      log.log({ level: "error", message: "Creations could not be claimed; trying again.", error: String(error) });
      return 0;
    }
  }

  /** The sides whose tickets could be given a counterpart now. */
  #openSources(): Side[] {
    const { health } = this.#context;
    return this.#parts.sources.filter((source) => {
      const target = otherSide(source);
      return health.isOpen(source, "read") && health.isOpen(target, "read") && health.isOpen(target, "write");
    });
  }

  #start(claimed: ClaimedCreation, before: number): void {
    const held = new HeldCreation(this.#context, claimed, before);
    const work = workCreation(creationRun(this.#context, held, this.#parts))
      .catch((error: unknown) => {
        const message = "A creation broke off; its lease will run out.";
        this.#context.log.log({ level: "error", message, creationId: claimed.id, error: String(error) });
      })
      .finally(() => {
        this.#running.delete(held);
        this.#wake.wake();
      });
    this.#running.set(held, work);
  }

  async #renewLeases(done: AbortSignal): Promise<void> {
    const { clock, settings, store, log } = this.#context;
    while (!done.aborted) {
      await clock.sleep(settings.leaseMs / 3, done);
      const held = [...this.#running.keys()];
      if (held.length === 0) continue;
      await this.#context.pauses.refresh();
      try {
        const before = clock.monotonic();
        const kept = await store.renewCreations(
          held.map(({ lease }) => lease),
          settings.leaseMs,
        );
        const ids = new Set(kept.map(({ id }) => id));
        for (const one of held) if (ids.has(one.lease.id)) one.renewed(before);
      } catch (error) {
        log.log({ level: "warn", message: "Leases of creations could not be renewed.", error: String(error) });
      }
    }
  }
}
