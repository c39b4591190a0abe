import type { EngineContext } from "../engine-context.ts";
import type { LaneLease, LaneMessage, LaneRelease, MirrorChange } from "../ports/lane-store.ts";

/** The worker no longer holds its lane: another one may be working on it. Nothing was written. */
export class LeaseLostError extends Error {
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
  #unwritten: MirrorChange[] = [];

  constructor(context: EngineContext, lease: LaneLease, claimedAt: number) {
    this.#context = context;
    this.lease = lease;
    this.#nextSeq = lease.nextSeq;
    this.#validUntil = claimedAt + context.settings.leaseMs;
  }

  async load(limit: number): Promise<readonly LaneMessage[]> {
    const { messages, nextSeq } = await this.#context.store.loadLane(this.lease, limit);
    this.#nextSeq = nextSeq;
    return messages;
  }

  /** Keeps a change to be committed with the next one: a target id and the next intent share a commit. */
  later(change: MirrorChange): void {
    this.#unwritten.push(change);
  }

  /** Commits what was kept and these changes. Throws LeaseLostError when the lane is no longer ours. */
  async record(...changes: readonly MirrorChange[]): Promise<void> {
    const all = [...this.#unwritten, ...changes];
    if (all.length === 0) return;
    const before = this.#context.clock.monotonic();
    const ours = await this.#context.store.recordChanges(this.lease, this.#context.settings.leaseMs, all);
    if (!ours) throw new LeaseLostError(this.lease);
    this.#unwritten = [];
    this.renewed(before);
  }

  /** Called as the bytes go out. */
  assertHeld(): void {
    if (this.#context.clock.monotonic() >= this.#validUntil) throw new LeaseLostError(this.lease);
  }

  /** The lease was renewed by a statement that was sent at this monotonic time. */
  renewed(before: number): void {
    this.#validUntil = Math.max(this.#validUntil, before + this.#context.settings.leaseMs);
  }

  async release(release: LaneRelease): Promise<void> {
    await this.record();
    await this.#context.store.releaseLane({ ...this.lease, nextSeq: this.#nextSeq }, release);
  }
}
