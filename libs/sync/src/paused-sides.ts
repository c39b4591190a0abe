import { sideName, type Side } from "@ticket-bridge/helpdesk";

import { NotSentError } from "./deliver/not-sent-error.ts";
import type { EngineLog } from "./ports/engine-log.ts";
import type { SideStore } from "./ports/side-store.ts";

/** A side was paused while its write waited for its turn: nothing was sent. */
export class SidePausedError extends NotSentError {
  override readonly name = "SidePausedError";
}

/**
 * Which sides are paused, as far as this process knows: claiming asks the database, but a write that waits in the line
 * for a call was claimed long before. Read anew when the store tells of a change, and with every renewal of leases, should
 * that word be lost.
 */
export class PausedSides {
  readonly #store: SideStore;
  readonly #log: EngineLog;
  #paused: ReadonlySet<Side> = new Set();
  #asked = 0;
  #answered = 0;

  constructor(parts: { store: SideStore; log: EngineLog }) {
    this.#store = parts.store;
    this.#log = parts.log;
  }

  isPaused(side: Side): boolean {
    return this.#paused.has(side);
  }

  /** What a person is told of a side while it is paused; null of one that is not. */
  told(side: Side): string | null {
    return this.isPaused(side) ? `${sideName(side)} is paused: nothing goes on until it is resumed.` : null;
  }

  /** Called as the bytes go out. */
  assertNotPaused(side: Side): void {
    if (this.isPaused(side)) throw new SidePausedError("Its helpdesk was paused while it waited for its turn.");
  }

  /** Rejects never; without an answer what was known stands. */
  async refresh(): Promise<void> {
    this.#asked += 1;
    const place = this.#asked;
    try {
      const standings = await this.#store.sideStandings();
      // Two answers may come in another order than they were asked for.
      if (place < this.#answered) return;
      this.#answered = place;
      this.#paused = new Set(standings.filter(({ paused }) => paused).map(({ side }) => side));
    } catch (error) {
      this.#log.log({ level: "warn", message: "Which helpdesks are paused could not be read.", error: String(error) });
    }
  }
}
