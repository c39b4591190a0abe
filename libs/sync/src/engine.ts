import { hasChangeFeed, hasMessageFeed, sides, type Helpdesk, type Side, type TicketId } from "@ticket-bridge/helpdesk";

import { AuditLoop } from "./audit/audit-loop.ts";
import { auditNow } from "./audit/audit-now.ts";
import { ChangeReader } from "./capture/read-changes.ts";
import { FeedReader } from "./capture/read-feed.ts";
import { ReadingTurn } from "./capture/reading-turn.ts";
import { TicketPoller } from "./capture/poll-tickets.ts";
import { creationParts } from "./create/creation-run.ts";
import { creationWorkers } from "./create/creation-workers.ts";
import { laneWorkers } from "./deliver/lane-workers.ts";
import { PostMemory } from "./deliver/post-memory.ts";
import { TicketMemory } from "./deliver/ticket-memory.ts";
import { policyOf, type EngineContext, type EngineSettings } from "./engine-context.ts";
import type { AuditOutcome } from "./ports/audit-store.ts";
import type { AttachmentFiles } from "./ports/attachment-files.ts";
import type { Clock, Random } from "./ports/clock.ts";
import type { EngineLog } from "./ports/engine-log.ts";
import type { Identity } from "./ports/identity-store.ts";
import type { Store } from "./ports/store.ts";
import { pollsTopic, type WakeTopic } from "./ports/wake.ts";
import { PausedSides } from "./paused-sides.ts";
import { PublicWrites } from "./public-writes.ts";
import { readOnly } from "./read-only-helpdesk.ts";
import { SideHealth } from "./side-health.ts";

export interface EngineParts {
  readonly store: Store;
  readonly helpdesks: Readonly<Record<Side, Helpdesk>>;
  readonly identity: Pick<Identity, "bridgeId" | "secret">;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: EngineLog;
  readonly settings: EngineSettings;
  /** Where attachments are kept on their way; without it none is carried. */
  readonly files?: AttachmentFiles;
}

/** Where a helpdesk has a feed for new messages, every linked ticket is still read whole this often. */
const wholeTicketMs = 60 * 60_000;

/** The bridge's heart: captures on both sides and delivers to both, until it is stopped. */
export class Engine {
  readonly #context: EngineContext;
  readonly #turns: Readonly<Record<Side, ReadingTurn>>;
  readonly #pollers: Readonly<Record<Side, TicketPoller>>;
  readonly #workers: ReturnType<typeof laneWorkers>;
  /** Null where the policy creates no tickets. */
  readonly #creations: ReturnType<typeof creationWorkers> | null;
  readonly #stopping = new AbortController();
  readonly #calls = new AbortController();
  #running: Promise<unknown> | null = null;
  #unsubscribe: (() => void) | null = null;

  constructor(parts: EngineParts) {
    const health = new SideHealth(parts);
    this.#context = {
      ...parts,
      ...(parts.settings.mode === "observe" && { helpdesks: readOnlyBoth(parts.helpdesks) }),
      workerId: parts.random.id(),
      health,
      pauses: new PausedSides(parts),
      publicWrites: new PublicWrites(parts),
      posts: new PostMemory(parts.clock),
      tickets: new TicketMemory(parts.clock),
      calls: this.#calls.signal,
    };
    this.#turns = { superoffice: new ReadingTurn(parts.clock), requestor: new ReadingTurn(parts.clock) };
    this.#pollers = { superoffice: this.#poller("superoffice"), requestor: this.#poller("requestor") };
    this.#workers = laneWorkers(this.#context);
    const creating = creationParts(this.#context);
    this.#creations = creating === null ? null : creationWorkers(this.#context, creating);
  }

  /** Begins to work. The reader of a side reads every linked ticket once, so that any downtime is caught up (P1). */
  async start(): Promise<void> {
    const { store, helpdesks } = this.#context;
    await store.wakeIdleLanes();
    const sources = creationParts(this.#context)?.sources ?? [];
    if (sources.length > 0) await store.beginCreating(sources);
    // Nobody asks for it then, so an earlier refusal says nothing.
    if (this.#changeReaders().length === 0) {
      for (const side of sides) await store.recordChangesRefused(side, null);
    }
    await this.pausesChanged();
    this.#unsubscribe = store.onWake((topic) => this.#woken(topic));
    const { signal } = this.#stopping;
    const feeds = Object.values(helpdesks)
      .filter(hasMessageFeed)
      .map((helpdesk) => new FeedReader(this.#context, helpdesk, this.#turns[helpdesk.side]).run(signal));
    this.#running = Promise.all([
      ...feeds,
      ...this.#changeReaders().map((reader) => reader.run(signal)),
      ...sides.map((side) => this.#pollers[side].run(signal)),
      this.#workers.run(signal),
      this.#creations?.run(signal),
      new AuditLoop(this.#context, this.#turns.superoffice).run(signal),
    ]);
  }

  /** Only edits are told by a list of changes; deletions are not. */
  #changeReaders(): readonly ChangeReader[] {
    const { helpdesks, settings } = this.#context;
    if (policyOf(settings).edits === "ignore") return [];
    return Object.values(helpdesks)
      .filter(hasChangeFeed)
      .map((helpdesk) => new ChangeReader(this.#context, helpdesk, this.#turns[helpdesk.side]));
  }

  #woken(topic: WakeTopic): void {
    if (topic === "sides") void this.pausesChanged();
    else if (topic === "lanes") this.#workers.wake();
    else if (topic === "creations") this.#creations?.wake();
    else this.#pollers[topic === pollsTopic("superoffice") ? "superoffice" : "requestor"].wake();
  }

  /** A webhook hinted at these tickets. Resolves when the hint is stored, which wakes the side's reader. */
  async hint(side: Side, tickets: readonly TicketId[]): Promise<void> {
    await this.#context.store.hint(side, tickets);
    const sources = creationParts(this.#context)?.sources ?? [];
    if (sources.includes(side)) await this.#context.store.learnTickets(side, tickets);
  }

  /**
   * Takes up no new work and resolves when what is in flight has ended. Calls that take longer than the grace are cut
   * off; a write among them becomes uncertain and is read back at the next start.
   */
  async stop(graceMs = 6_000): Promise<void> {
    this.#stopping.abort();
    const ended = new AbortController();
    const cut = this.#context.clock.sleep(graceMs, ended.signal).then(() => {
      if (!ended.signal.aborted) this.#calls.abort(new Error("The bridge is stopping."));
    });
    await this.#running;
    ended.abort();
    await cut;
    this.#unsubscribe?.();
    await this.#leaveTurns();
  }

  /** A courtesy to other processes, which would take over when the lease ends. */
  async #leaveTurns(): Promise<void> {
    const { store, workerId, log } = this.#context;
    try {
      await store.leaveTurns(workerId);
    } catch (error) {
      log.log({ level: "warn", message: "Another process will read in some seconds only.", error: String(error) });
    }
  }

  /**
   * A side was paused or resumed, or an alarm acknowledged, by this process: writes that wait for their turn heed it when
   * this resolves.
   */
  async pausesChanged(): Promise<void> {
    await Promise.all([this.#context.pauses.refresh(), this.#context.publicWrites.refresh()]);
  }

  /**
   * Compares a link's tickets now, also where the engine was never started. Null when there is no such active link.
   * Rejects with DeliveryError when a helpdesk cannot be used.
   */
  async audit(linkId: string): Promise<AuditOutcome | null> {
    return await auditNow(this.#context, linkId);
  }

  get health(): SideHealth {
    return this.#context.health;
  }

  #poller(side: Side): TicketPoller {
    const { helpdesks, settings } = this.#context;
    const shortestMs = hasMessageFeed(helpdesks[side]) ? wholeTicketMs : settings.sides[side].pollMs;
    return new TicketPoller(this.#context, side, { shortestMs, turn: this.#turns[side] });
  }
}

function readOnlyBoth({ superoffice, requestor }: EngineParts["helpdesks"]): EngineParts["helpdesks"] {
  return { superoffice: readOnly(superoffice), requestor: readOnly(requestor) };
}
