import { directions, sourceOf, targetOf, type DeliveryError, type Direction, type Side } from "@ticket-bridge/helpdesk";

import { helpdeskTrouble } from "./decide/helpdesk-trouble.ts";
import { afterFailure, afterSuccess, isOpen, openGate, troubleOf, type SideGate } from "./decide/side-gate.ts";
import { isSuspect } from "./decide/suspicion.ts";
import type { Clock, Random } from "./ports/clock.ts";
import type { EngineLog } from "./ports/engine-log.ts";
import type { SideStore } from "./ports/side-store.ts";

export type CallKind = "read" | "write";

const recordSuccessEveryMs = 1_000;

/**
 * Keeps the gates of both sides in this process and writes what people should know to the store. The gates are not
 * stored: a new process tries once and learns the same within one call.
 */
export class SideHealth {
  readonly #gates = new Map<string, SideGate>();
  readonly #lastRecorded = new Map<Side, number>();
  /** When a message was last written, by the monotonic clock, as long as the store does not know it. */
  readonly #untoldWrites = new Map<Side, number>();
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #store: SideStore;
  readonly #log: EngineLog;

  constructor(parts: { clock: Clock; random: Random; store: SideStore; log: EngineLog }) {
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#store = parts.store;
    this.#log = parts.log;
  }

  isOpen(side: Side, kind: CallKind): boolean {
    return isOpen(this.#gate(side, kind), this.#clock.monotonic());
  }

  /** The directions in which a message could be delivered now: source readable, target writable. */
  openDirections(): Direction[] {
    return directions.filter(
      (direction) => this.isOpen(sourceOf(direction), "read") && this.isOpen(targetOf(direction), "write"),
    );
  }

  /** Milliseconds until this gate opens, 0 when it is open. */
  opensIn(side: Side, kind: CallKind): number {
    return Math.max(0, this.#gate(side, kind).closedUntil - this.#clock.monotonic());
  }

  async worked(side: Side, kind: CallKind): Promise<void> {
    if (kind === "write") this.#untoldWrites.set(side, this.#clock.monotonic());
    await this.answers(side, kind);
  }

  /**
   * The helpdesk works, though nothing was written now: it refused a message, or a write whose answer was lost was found
   * on it, whenever that was. What other messages' failures are judged by is only what passed.
   */
  async answers(side: Side, kind: CallKind): Promise<void> {
    const before = this.#gate(side, kind);
    this.#gates.set(key(side, kind), afterSuccess(before));
    const now = this.#clock.monotonic();
    const last = this.#lastRecorded.get(side);
    const troubled = (["read", "write"] as const).some((k) => troubleOf(this.#gate(side, k), now) !== null);
    if (troubled) return;
    if (before.reason === null && last !== undefined && now - last < recordSuccessEveryMs) return;
    this.#lastRecorded.set(side, now);
    await this.#tell(this.#store.recordSideSuccess(side, this.#takeUntoldWrite(side)));
  }

  /**
   * A call failed for a fault of the side.
   *
   * @param message the mirror whose write it was: its failure may be its own; null for a call about no single message
   */
  async failed(side: Side, kind: CallKind, error: DeliveryError, message: string | null = null): Promise<void> {
    const now = this.#clock.monotonic();
    const gate = afterFailure(this.#gate(side, kind), {
      now,
      retryAfterMs: error.retryAfterMs,
      reason: error.message,
      random: this.#random.next(),
      suspect: isSuspect(error) ? message : null,
    });
    this.#gates.set(key(side, kind), gate);
    // While it may be the message's own, it says nothing about the side, which did answer.
    if (gate.reason !== null) await this.tellTrouble(side, error);
  }

  /**
   * Stores when this process last wrote to a side. Successes are stored about once a second only; called before a failure
   * is judged by what else passed since.
   */
  async tellWrites(side: Side): Promise<void> {
    const agoMs = this.#takeUntoldWrite(side);
    if (agoMs !== null) await this.#tell(this.#store.recordWrite(side, agoMs));
  }

  #takeUntoldWrite(side: Side): number | null {
    const at = this.#untoldWrites.get(side);
    this.#untoldWrites.delete(side);
    return at === undefined ? null : this.#clock.monotonic() - at;
  }

  /** Shows a failure as the side's trouble without closing a gate. */
  async tellTrouble(side: Side, error: DeliveryError): Promise<void> {
    await this.#tell(this.#store.recordSideTrouble(side, error.message, helpdeskTrouble(error)));
  }

  /** The status is a courtesy: a database that is away must not turn an answered call into a failed one. */
  async #tell(written: Promise<void>): Promise<void> {
    try {
      await written;
    } catch (error) {
      this.#log.log({ level: "warn", message: "The state of a helpdesk could not be stored.", error: String(error) });
    }
  }

  #gate(side: Side, kind: CallKind): SideGate {
    return this.#gates.get(key(side, kind)) ?? openGate;
  }
}

function key(side: Side, kind: CallKind): string {
  return `${side}/${kind}`;
}
