import { NotSentError } from "../deliver/not-sent-error.ts";
import type { EngineContext } from "../engine-context.ts";
import type { ClaimedCreation, CreationChange, CreationLease } from "../ports/creation-store.ts";

/** The worker no longer holds its creation: another one may be working on it. */
export class CreationLostError extends NotSentError {
  override readonly name = "CreationLostError";
}

/** A creation this worker holds, as HeldLane holds a lane: the lease always ends here before it ends in the database. */
export class HeldCreation {
  readonly claimed: ClaimedCreation;
  readonly #context: EngineContext;
  #validUntil: number;

  constructor(context: EngineContext, claimed: ClaimedCreation, claimedAt: number) {
    this.#context = context;
    this.claimed = claimed;
    this.#validUntil = claimedAt + context.settings.leaseMs;
  }

  get lease(): CreationLease {
    return { id: this.claimed.id, epoch: this.claimed.epoch };
  }

  /** Throws CreationLostError when it is no longer ours. */
  async record(change: CreationChange): Promise<void> {
    const before = this.#context.clock.monotonic();
    const ours = await this.#context.store.recordCreation(this.lease, this.#context.settings.leaseMs, change);
    if (!ours) throw this.lost();
    this.renewed(before);
  }

  /** Called as the bytes go out. */
  assertHeld(): void {
    if (this.#context.clock.monotonic() >= this.#validUntil) throw this.lost();
  }

  /** The lease was renewed by a statement that was sent at this monotonic time. */
  renewed(before: number): void {
    this.#validUntil = Math.max(this.#validUntil, before + this.#context.settings.leaseMs);
  }

  lost(): CreationLostError {
    return new CreationLostError(`The lease on creation ${this.claimed.id} (epoch ${this.claimed.epoch}) ended.`);
  }
}
