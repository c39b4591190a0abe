import { NotSentError } from "./deliver/not-sent-error.ts";
import type { AuditStore } from "./ports/audit-store.ts";
import type { EngineLog } from "./ports/engine-log.ts";

/** Why a lane waits while an alarm stands. The store knows waiting lanes by it. */
export const alarmReason =
  "Nothing public is written: an internal message was found public on the other side. Look at the alarm and acknowledge it; then this goes on by itself.";

/** How long such a lane waits should the word of the acknowledgement be lost. */
export const alarmRecheckMs = 60_000;

/** An alarm was raised while a public write waited for its turn: nothing was sent. */
export class AlarmStandsError extends NotSentError {
  override readonly name = "AlarmStandsError";

  constructor() {
    super("An alarm was raised while it waited for its turn.");
  }
}

/**
 * Whether an alarm stops all public writes, as far as this process knows. It learns that when the store tells of a
 * change and with every renewal of leases, should that word be lost; and with each claim of a lane, which asks the
 * database anyway.
 */
export class PublicWrites {
  readonly #store: Pick<AuditStore, "standingAlarms">;
  readonly #log: EngineLog;
  #stopped = false;
  #asked = 0;
  #answered = 0;

  constructor(parts: { store: Pick<AuditStore, "standingAlarms">; log: EngineLog }) {
    this.#store = parts.store;
    this.#log = parts.log;
  }

  get areStopped(): boolean {
    return this.#stopped;
  }

  /** Called as the bytes of a public message go out. */
  assertAllowed(): void {
    if (this.#stopped) throw new AlarmStandsError();
  }

  /** A claim told that an alarm stands: known at once, and asked again for certainty by the next refresh. */
  stop(): void {
    // What was asked before may be answered after, and says how it was before.
    this.#asked += 1;
    this.#answered = this.#asked;
    this.#stopped = true;
  }

  /** Rejects never; without an answer what was known stands. */
  async refresh(): Promise<void> {
    this.#asked += 1;
    const place = this.#asked;
    try {
      const alarms = await this.#store.standingAlarms();
      // Two answers may come in another order than they were asked for.
      if (place < this.#answered) return;
      this.#answered = place;
      this.#stopped = alarms.length > 0;
    } catch (error) {
      this.#log.log({ level: "warn", message: "Whether an alarm stands could not be read.", error: String(error) });
    }
  }
}
