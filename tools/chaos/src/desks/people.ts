import type { Side } from "@ticket-bridge/helpdesk";

import type { Told } from "../judge/account.ts";
import { between, oneOf, type Random } from "../random.ts";
import { sleep } from "../run/sleep.ts";
import type { Pair, TwoDesks } from "./two-desks.ts";

/** How far people may be ahead of the bridge before they pause: killed all the time, it must not drown. */
const mostAhead = 60;
const kimInSuperOffice = 5;
/** Slevels that are not External and so count as internal, one of them nothing at all. */
const internalLevels = ["Internal", "Internal", "Internal", "Partner", ""] as const;

type Change = { readonly at: number; readonly internal: boolean };
type Saying = Told & { readonly visibility: Change[] };

/** Agents and customers who write on both sides without end, and sometimes change who may read what they wrote. */
export class People {
  readonly #desks: TwoDesks;
  readonly #random: Random;
  readonly #pauseMs: number;
  readonly #told: Saying[] = [];
  #changes: { readonly due: number; readonly saying: Saying; readonly internal: boolean }[] = [];
  #stayingBehind = 0;

  constructor(desks: TwoDesks, random: Random, options: { messagesPerSecond: number }) {
    this.#desks = desks;
    this.#random = random;
    this.#pauseMs = 1_000 / options.messagesPerSecond;
  }

  get told(): readonly Told[] {
    return this.#told;
  }

  /** Writes until told to stop; then what was to be changed is changed at once. */
  async write(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      this.#changeVisibility(Date.now());
      if (this.#told.length - this.#stayingBehind - this.#desks.written() < mostAhead) this.#say();
      await sleep(this.#pauseMs * (0.2 + 1.6 * this.#random()), stop);
    }
    this.#changeVisibility(Infinity);
  }

  #say(): void {
    const pair = oneOf(this.#random, this.#desks.pairs);
    const side: Side = this.#random() < 0.5 ? "superoffice" : "requestor";
    const internal = this.#random() < 0.35;
    const number = this.#told.length + 1;
    const token = `tb${number}q`;
    const html = this.#random() < 0.5;
    const words = html
      ? `<p>Grüße,&nbsp;<b>${token}</b> &mdash; <a href="https://example.com/?a=1&amp;b=2">look</a></p>`
      : `Grüße, ${token}\nsecond line <of it> & more`;
    const at = Date.now();
    const messageId = this.#post(pair, side, words, html, internal);
    const counts = internal || (side === "superoffice" && pair.internalTicket);
    const saying: Saying = {
      ...{ token, side, messageId, place: number, at },
      ticketId: pair[side],
      targetTicketId: pair[side === "superoffice" ? "requestor" : "superoffice"],
      visibility: [{ at, internal: counts }],
    };
    this.#told.push(saying);
    // Held for a person, it will never be written.
    if (counts && side === "superoffice" && !pair.holdsInternal) this.#stayingBehind += 1;
    // On an internal ticket nothing that is said becomes public, and where nothing internal fits, waiting is right anyway.
    const changes = !pair.internalTicket && pair.holdsInternal && this.#random() < 0.15;
    if (changes) this.#changes.push({ due: at + between(this.#random, 50, 6_000), saying, internal: !internal });
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
      const { control } = this.#desks.superoffice;
      if (saying.side === "superoffice")
        control.editMessage(saying.messageId, { slevel: internal ? "Internal" : "External" });
      else this.#desks.requestor.control.editMessage(saying.messageId, { private: internal });
      saying.visibility.push({ at: Date.now(), internal });
    }
  }
}
