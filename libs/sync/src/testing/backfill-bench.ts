import type { CallPriority, Helpdesk, OutgoingMessage, Side, TicketId } from "@ticket-bridge/helpdesk";

import { Backfills } from "../backfill/backfills.ts";
import type { BackfillOptions, BackfillProgress, BackfillWatch } from "../backfill/words.ts";
import { policyOf, type MirrorPolicy, type Mode } from "../engine-context.ts";
import type { Store } from "../ports/store.ts";
import { Bench } from "./bench.ts";
import { usualOptions } from "./usual-options.ts";

/** A call as it was made: whether behind live traffic, and what was written. */
export interface MadeCall {
  readonly side: Side;
  readonly name: string;
  readonly priority: CallPriority;
  readonly message: OutgoingMessage | null;
}

/** The bench with a process that carries out backfills, and notes of all its calls. */
export class BackfillBench extends Bench {
  readonly made: MadeCall[] = [];
  readonly progress: BackfillProgress[] = [];
  readonly paces: (number | null)[] = [];
  readonly #watched = new AbortController();
  #processes = 0;

  backfills(options: { store?: Store; policy?: Partial<MirrorPolicy>; mode?: Mode } = {}): Backfills {
    this.#processes += 1;
    const process = this.#processes;
    let ids = 0;
    const side = { pollMs: 10_000, callsPerSecond: 5, pollsAtOnce: 4 };
    return new Backfills({
      store: options.store ?? this.store,
      helpdesks: { superoffice: this.#noted(this.superoffice), requestor: this.#noted(this.requestor) },
      identity: { bridgeId: "bridge.test", secret: "a secret for tests" },
      clock: this.clock,
      random: { next: () => 0.5, id: () => `backfill-${process}-${(ids += 1)}` },
      log: { log: (line) => this.lines.push(line), delivered: () => undefined },
      settings: {
        mode: options.mode ?? "mirror",
        policy: { ...policyOf({}), ...options.policy },
        settleMs: this.settleMs,
        leaseMs: 10_000,
        lanesAtOnce: 4,
        sides: { superoffice: side, requestor: side },
      },
      carrier: `process ${process}`,
      pace: { limit: (perSecond) => this.paces.push(perSecond) },
    });
  }

  get watch(): BackfillWatch {
    return { signal: this.#watched.signal, onProgress: (now: BackfillProgress) => this.progress.push(now) };
  }

  /** Lets time pass until it is there. */
  async wait<Result>(what: string, coming: Promise<Result>): Promise<Result> {
    let come = false;
    const ended = coming.then(
      () => (come = true),
      () => (come = true),
    );
    await this.clock.until(what, () => come, 6 * 60 * 60_000);
    await ended;
    return await coming;
  }

  /** A whole run from its plan to its end. */
  async carry(given: Partial<BackfillOptions> = {}, backfills = this.backfills()) {
    const { id } = await backfills.create({ ...usualOptions, ...given });
    return await this.wait("the run is finished", backfills.run(id, this.watch));
  }

  /** The words of all messages on one side's ticket in their order, a mirror by its last line. */
  story(side: Side, ticketId: TicketId): (string | undefined)[] {
    return this[side].stored
      .filter(({ message }) => message.ticketId === ticketId)
      .map(({ message }) => message.content.text.split("\n").at(-1));
  }

  #noted<Desk extends Helpdesk>(helpdesk: Desk): Desk {
    return new Proxy(helpdesk, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== "function") return value;
        return (...given: unknown[]) => {
          const options = given.find((one): one is { priority?: CallPriority } => isOptions(one));
          const message = name === "createMessage" ? (given[0] as OutgoingMessage) : null;
          this.made.push({ side: target.side, name: String(name), priority: options?.priority ?? "live", message });
          return Reflect.apply(value, target, given) as unknown;
        };
      },
    });
  }
}

function isOptions(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "priority" in value || "signal" in value;
}
