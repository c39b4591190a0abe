import type { Side } from "@ticket-bridge/helpdesk";

import { between, oneOf, type Random } from "../random.ts";
import { sleep } from "../run/sleep.ts";
import type { Pair, Saying, TwoDesks } from "./two-desks.ts";

/** How far people may be ahead of the bridge before they pause: killed all the time, it must not drown. */
const mostAhead = 60;
const kimInSuperOffice = 5;
/** Slevels that are not External and so count as internal, one of them nothing at all. */
const internalLevels = ["Internal", "Internal", "Internal", "Partner", ""] as const;

/** Agents and customers who write on both sides without end, and sometimes change who may read what they wrote. */
export class People {
  readonly #desks: TwoDesks;
  readonly #random: Random;
  readonly #pauseMs: number;
  readonly #sayings: Saying[] = [];
  #changes: { readonly due: number; readonly saying: Saying; readonly internal: boolean }[] = [];
  #stayingBehind = 0;

  constructor(desks: TwoDesks, random: Random, options: { messagesPerSecond: number }) {
    this.#desks = desks;
    this.#random = random;
    this.#pauseMs = 1_000 / options.messagesPerSecond;
  }

  get sayings(): readonly Saying[] {
    return this.#sayings;
  }

  /** Writes until told to stop. */
  async write(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      this.#changeVisibility(Date.now());
      if (this.#sayings.length - this.#stayingBehind - this.#desks.written < mostAhead) this.#say();
      await sleep(this.#pauseMs * (0.2 + 1.6 * this.#random()), stop);
    }
  }

  #say(): void {
    const pair = oneOf(this.#random, this.#desks.pairs);
    const side: Side = this.#random() < 0.5 ? "superoffice" : "requestor";
    const internal = this.#random() < 0.35;
    const number = this.#sayings.length + 1;
    const token = `tb${number}q`;
    const html = this.#random() < 0.5;
    const words = html
      ? `<p>Grüße,&nbsp;<b>${token}</b> &mdash; <a href="https://example.com/?a=1&amp;b=2">look</a></p>`
      : `Grüße, ${token}\nsecond line <of it> & more`;
    const messageId = this.#post(pair, side, words, html, internal);
    const counts = internal || (side === "superoffice" && pair.internalTicket);
    const target = side === "superoffice" ? "requestor" : "superoffice";
    const saying: Saying = { token, side, messageId, ticketId: pair[side], targetTicketId: pair[target] };
    this.#sayings.push(saying);
    // Held for a person, it will never be written.
    if (counts && side === "superoffice" && !pair.holdsInternal) this.#stayingBehind += 1;
    // On an internal ticket nothing that is said becomes public, and where nothing internal fits, waiting is right anyway.
    const changes = !pair.internalTicket && pair.holdsInternal && this.#random() < 0.15;
    if (changes)
      this.#changes.push({ due: Date.now() + between(this.#random, 50, 6_000), saying, internal: !internal });
  }

  #post(pair: Pair, side: Side, text: string, html: boolean, internal: boolean): number {
    if (side === "superoffice") {
      const slevel = internal ? oneOf(this.#random, internalLevels) : "External";
      const agent = internal || this.#random() < 0.5;
      const from = agent ? { from: kimInSuperOffice } : {};
      return this.#desks.superoffice.control.addMessage(pair.superoffice, { ...from, text, html, slevel }).id;
    }
    const from = internal || this.#random() < 0.5 ? { from: "kim" } : {};
    return this.#desks.requestor.control.addMessage(pair.requestor, { ...from, text, html, private: internal }).id;
  }

  #changeVisibility(now: number): void {
    const due = this.#changes.filter((change) => change.due <= now);
    this.#changes = this.#changes.filter((change) => change.due > now);
    for (const { saying, internal } of due) {
      const { superoffice, requestor } = this.#desks;
      if (saying.side === "superoffice") {
        // A message that is not visible yet nobody can change.
        if (!superoffice.control.messages(saying.ticketId).some(({ id }) => id === saying.messageId)) continue;
        superoffice.control.editMessage(saying.messageId, { slevel: internal ? "Internal" : "External" });
      } else {
        if (!requestor.control.messages(saying.ticketId).some(({ id }) => id === saying.messageId)) continue;
        requestor.control.editMessage(saying.messageId, { private: internal });
      }
    }
  }
}
