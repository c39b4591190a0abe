import type { Desk, DeskName } from "../desks/desk.ts";
import type { MirrorFact } from "./conversation-view.ts";

export interface LastMirror {
  readonly from: DeskName;
  /** Milliseconds from the message's appearing on one side to its copy's appearing on the other. */
  readonly milliseconds: number;
  /** ISO 8601 UTC. */
  readonly at: string;
}

/** Measures at the helpdesks themselves, not by what the bridge says: when did either side first hold a message. */
export class LatencyMeter {
  readonly #seen = new Map<string, { at: number; time: string } | null>();
  #last: LastMirror | null = null;
  #lastAt = 0;

  /** Takes note of messages that are there already and whose age is unknown. */
  ignore(desk: Desk, ticketIds: readonly number[]): void {
    for (const key of keys(desk, ticketIds)) this.#seen.set(key, null);
  }

  look(desk: Desk, ticketIds: readonly number[]): void {
    for (const key of keys(desk, ticketIds)) {
      if (!this.#seen.has(key)) this.#seen.set(key, { at: performance.now(), time: new Date().toISOString() });
    }
  }

  /** The latest pair of which both sides were seen appearing. */
  last(mirrors: readonly MirrorFact[]): LastMirror | null {
    for (const { kind, source, target } of mirrors) {
      // A correction is told long after its source appeared.
      if (!target || kind !== "message") continue;
      const written = this.#seen.get(`${source.desk}:${source.messageId}`);
      const copied = this.#seen.get(`${target.desk}:${target.messageId}`);
      if (!written || !copied || copied.at <= this.#lastAt) continue;
      this.#lastAt = copied.at;
      this.#last = { from: source.desk, milliseconds: Math.round(copied.at - written.at), at: copied.time };
    }
    return this.#last;
  }
}

function keys(desk: Desk, ticketIds: readonly number[]): string[] {
  return ticketIds.flatMap((ticketId) => desk.messages(ticketId).map(({ id }) => `${desk.name}:${id}`));
}
