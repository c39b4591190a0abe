import type { MessageId, Visibility } from "@ticket-bridge/helpdesk";

import type { EngineContext } from "../engine-context.ts";
import {
  TargetTakenError,
  type ClaimedLane,
  type LaneLease,
  type LaneMessage,
  type LaneRelease,
  type LoadedLane,
  type MirrorChange,
  type MirrorEvent,
} from "../ports/lane-store.ts";
import type { LostWrite } from "./after-lost-lease.ts";
import { NotSentError } from "./not-sent-error.ts";
import { UntoldEvents } from "./untold-events.ts";

/** The worker no longer holds its lane: another one may be working on it. */
export class LeaseLostError extends NotSentError {
  override readonly name = "LeaseLostError";

  constructor(lease: LaneLease) {
    super(`The lease on lane ${lease.linkId}/${lease.direction} (epoch ${lease.epoch}) ended.`);
  }
}

/**
 * A lane this worker holds. Every commit renews the lease; how long it is good for is measured by our own monotonic
 * clock from before the statement was sent, so it always ends here before it ends in the database.
 */
export class HeldLane {
  readonly lease: LaneLease;
  readonly #context: EngineContext;
  #validUntil: number;
  #nextSeq: number;
  /** What came with the claim, until it is taken. */
  #loaded: LoadedLane | null;
  #unwritten: MirrorChange[] = [];
  #rows: readonly LaneMessage[] = [];
  #lost: readonly MirrorChange[] = [];
  /** Who may read a source, as it was read and is not told yet. */
  readonly #seen = new Map<MessageId, Visibility>();
  readonly #untold = new UntoldEvents();

  constructor(context: EngineContext, { loaded, ...lease }: ClaimedLane, claimedAt: number) {
    this.#context = context;
    this.lease = lease;
    this.#loaded = loaded;
    this.#nextSeq = lease.nextSeq;
    this.#validUntil = claimedAt + context.settings.leaseMs;
  }

  /** The lane's undelivered messages: the first time what came with the claim, which is all of them. */
  async load(limit: number): Promise<LoadedLane> {
    const unobserved = this.#context.settings.mode === "observe";
    const loaded = this.#loaded ?? (await this.#context.store.loadLane(this.lease, limit, { unobserved }));
    this.#loaded = null;
    this.#nextSeq = loaded.nextSeq;
    this.#rows = loaded.messages;
    return loaded;
  }

  /**
   * What a source was just read to be. Told once, with the next change of a row of that source: whatever is committed
   * later must not tell again what a look may have seen otherwise meanwhile.
   */
  saw(source: MessageId, visibility: Visibility): void {
    this.#seen.set(source, visibility);
  }

  /**
   * A line for a row's trace, told with the row's next change. One that joins its like is told at the release at the
   * latest; any other is forgotten where nothing becomes of its row.
   */
  tell({ mirrorId }: Pick<LaneMessage, "mirrorId">, event: MirrorEvent): void {
    this.#untold.add({ mirrorId, event, at: this.#context.clock.monotonic() });
  }

  /** With what was read and what happened before them. */
  #complete(changes: readonly MirrorChange[]): readonly MirrorChange[] {
    return this.#untold.with(this.#asSeen(changes), this.#context.clock.monotonic());
  }

  #asSeen(changes: readonly MirrorChange[]): readonly MirrorChange[] {
    if (this.#seen.size === 0) return changes;
    return changes.map((change) => {
      const source = this.#sourceOf(change);
      const visibility = source && this.#seen.get(source);
      return visibility === undefined ? change : { ...change, visibility };
    });
  }

  #told(changes: readonly MirrorChange[]): void {
    this.#untold.told(changes);
    for (const change of changes) {
      const source = change.visibility && this.#sourceOf(change);
      if (source !== undefined) this.#seen.delete(source);
    }
  }

  #sourceOf({ mirrorId }: MirrorChange): MessageId | undefined {
    return this.#rows.find((row) => row.mirrorId === mirrorId)?.sourceMessageId;
  }

  /** Keeps a change to be committed with the next one: a target id and the next intent share a commit. */
  later(change: MirrorChange): void {
    this.#unwritten.push(change);
  }

  /** Commits what was kept and these changes. Throws LeaseLostError when the lane is no longer ours. */
  async record(...changes: readonly MirrorChange[]): Promise<void> {
    const all = this.#complete([...this.#unwritten, ...changes]);
    if (all.length === 0) return;
    try {
      await this.#commit(all);
    } catch (error) {
      if (error instanceof LeaseLostError) this.#lose(all);
      if (!(error instanceof TargetTakenError)) throw error;
      await this.#commitSingly(all);
    }
    this.#told(all);
    this.#unwritten = [];
  }

  #lose(changes: readonly MirrorChange[]): LeaseLostError {
    this.#lost = changes;
    return new LeaseLostError(this.lease);
  }

  #current(): LaneLease {
    return { ...this.lease, nextSeq: this.#nextSeq };
  }

  /** The writes whose end was to be recorded when the lane was found to be another worker's. */
  lostWrites(): LostWrite[] {
    return this.#lost.flatMap((change): LostWrite[] => {
      const row = this.#rows.find(({ mirrorId }) => mirrorId === change.mirrorId);
      if (row === undefined) return [];
      const { event } = change;
      if (change.to === "mirrored") return [{ row, answered: change.targetMessageId, event }];
      const isWrite = change.to === "uncertain" && change.reason !== null;
      return isWrite ? [{ row, answered: null, event }] : [];
    });
  }

  async #commit(changes: readonly MirrorChange[]): Promise<void> {
    const before = this.#context.clock.monotonic();
    const ours = await this.#context.store.recordChanges(this.lease, this.#context.settings.leaseMs, changes);
    if (!ours) throw new LeaseLostError(this.lease);
    this.renewed(before);
  }

  /** One of the targets is the mirror of another message already (adopted by hand): that row is for a person. */
  async #commitSingly(changes: readonly MirrorChange[]): Promise<void> {
    for (const change of changes) {
      try {
        await this.#commit([change]);
      } catch (error) {
        if (!(error instanceof TargetTakenError) || change.to !== "mirrored") throw error;
        const reason = `Its mirror ${change.targetMessageId} stands in the database as the mirror of another message, probably adopted by hand. Look at both, then skip or adopt this one.`;
        const { mirrorId, before = [] } = change;
        const event = { ...change.event, what: "held", detail: reason };
        await this.#commit([{ to: "held", mirrorId, reason, before, event }]);
      }
    }
  }

  /** Called as the bytes go out. */
  assertHeld(): void {
    if (this.#context.clock.monotonic() >= this.#validUntil) throw new LeaseLostError(this.lease);
  }

  /** The lease was renewed by a statement that was sent at this monotonic time. */
  renewed(before: number): void {
    this.#validUntil = Math.max(this.#validUntil, before + this.#context.settings.leaseMs);
  }

  /** What was kept to be committed and the release share one commit. */
  async release(release: LaneRelease): Promise<void> {
    this.#unwritten.push(...this.#untold.takeLeft(this.#unwritten, this.#context.clock.monotonic()));
    const kept = this.#complete(this.#unwritten);
    if (kept.length === 0) return await this.abandon(release);
    try {
      const ours = await this.#context.store.recordAndRelease(this.#current(), kept, release);
      if (!ours) throw this.#lose(kept);
      this.#unwritten = [];
    } catch (error) {
      if (!(error instanceof TargetTakenError)) throw error;
      await this.record();
      await this.abandon(release);
    }
  }

  /** Gives the lane back without what was kept to be committed; does nothing when another worker has it. */
  async abandon(release: LaneRelease): Promise<void> {
    await this.#context.store.releaseLane(this.#current(), release);
  }
}
