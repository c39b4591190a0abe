import { otherSide, type Side } from "@ticket-bridge/helpdesk";

import type { OpenedTicket } from "../judge/account.ts";
import { oneOf, type Random } from "../random.ts";
import { sleep } from "../run/sleep.ts";
import { ChangesOfMind } from "./changes-of-mind.ts";
import { drawEnclosures, noEnclosures, type Enclosures } from "./enclosures.ts";
import type { Pair, Saying, TwoDesks } from "./two-desks.ts";

/** How far people may be ahead of the bridge before they pause: killed all the time, it must not drown. */
const mostAhead = 60;
/** How many messages are written to one ticket that is opened: every one is polled for the rest of the run. */
const messagesToATicket = 25;
/** One message of so many carries files. By turns and not by chance, so that a short run has some of both too. */
const messagesToFiles = 4;
const kimInSuperOffice = 5;
/** Slevels that are not External and so count as internal, one of them nothing at all. */
const internalLevels = ["Internal", "Internal", "Internal", "Partner", ""] as const;

/** Where somebody writes, and where that belongs on the other side. */
interface Spot {
  readonly side: Side;
  readonly ticketId: number;
  readonly target: number | OpenedTicket;
  /** Null on a ticket that somebody opened: nothing is special there. */
  readonly pair: Pair | null;
}

interface Words {
  readonly text: string;
  readonly html: boolean;
  readonly internal: boolean;
  readonly enclosures: Enclosures;
}

/** Agents and customers who write on both sides without end, attach files, open tickets and change what they wrote. */
export class People {
  readonly #desks: TwoDesks;
  readonly #random: Random;
  readonly #pauseMs: number;
  readonly #changes: ChangesOfMind;
  readonly #sayings: Saying[] = [];
  readonly #opened: OpenedTicket[] = [];
  #stayingBehind = 0;

  constructor(desks: TwoDesks, random: Random, options: { messagesPerSecond: number }) {
    this.#desks = desks;
    this.#random = random;
    this.#changes = new ChangesOfMind(desks, random);
    this.#pauseMs = 1_000 / options.messagesPerSecond;
  }

  get sayings(): readonly Saying[] {
    return this.#sayings.map((saying) => ({ ...saying, editedTo: this.#changes.editedTo(saying) }));
  }

  get opened(): readonly OpenedTicket[] {
    return this.#opened;
  }

  /** Writes until told to stop. */
  async write(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      this.#changes.makeDue(Date.now());
      if (this.#sayings.length - this.#stayingBehind - this.#desks.messages < mostAhead) this.#say(this.#spot());
      await sleep(this.#pauseMs * (0.2 + 1.6 * this.#random()), stop);
    }
  }

  #spot(): Spot {
    const side: Side = this.#random() < 0.5 ? "superoffice" : "requestor";
    if (this.#opened.length * messagesToATicket + messagesToFiles <= this.#sayings.length) {
      const opened = this.#desks.open(side, `tk${this.#opened.length + 1}w`);
      this.#opened.push(opened);
      return this.#spotOn(opened);
    }
    if (this.#random() < 0.2 && this.#opened.length > 0) return this.#spotOn(oneOf(this.#random, this.#opened));
    const pair = oneOf(this.#random, this.#desks.pairs);
    return { side, ticketId: pair[side], target: pair[otherSide(side)], pair };
  }

  /** On the ticket itself, or on its counterpart once there is one. */
  #spotOn(opened: OpenedTicket): Spot {
    const [counterpart] = this.#desks.counterpartsOf(opened);
    return counterpart === undefined || this.#random() < 0.5
      ? { side: opened.side, ticketId: opened.ticketId, target: opened, pair: null }
      : { side: otherSide(opened.side), ticketId: counterpart, target: opened.ticketId, pair: null };
  }

  #say(spot: Spot): void {
    const { side, ticketId, target, pair } = spot;
    const internal = this.#random() < 0.35;
    const token = `tb${this.#sayings.length + 1}q`;
    const html = this.#random() < 0.5;
    const url = this.#desks.requestor.url;
    const hasFiles = this.#sayings.length % messagesToFiles === 1;
    const enclosures = hasFiles ? drawEnclosures(this.#random, side, html, url) : noEnclosures;
    const text = html
      ? `<p>Grüße,&nbsp;<b>${token}</b> &mdash; <a href="https://example.com/?a=1&amp;b=2">look</a>${enclosures.picture}</p>`
      : `Grüße, ${token}\nsecond line <of it> & more`;
    const messageId = this.#post(spot, { text, html, internal, enclosures });
    const { files, shows } = enclosures;
    const saying: Saying = { token, side, messageId, ticketId, target, files, shows, editedTo: null };
    this.#sayings.push(saying);
    const isSpecial = pair !== null && (pair.internalTicket || !pair.holdsInternal);
    // Held for a person, it will never be written.
    const counts = internal || (side === "superoffice" && pair?.internalTicket === true);
    if (counts && side === "superoffice" && pair?.holdsInternal === false) this.#stayingBehind += 1;
    // On an internal ticket nothing that is said becomes public, and where nothing internal fits, waiting is right anyway.
    if (!isSpecial && this.#random() < 0.15) this.#changes.showTo(saying, !internal);
    else if (!html && this.#random() < 0.2) this.#changes.sayOtherwise(saying);
  }

  #post({ side, ticketId }: Spot, { text, html, internal, enclosures }: Words): number {
    if (side === "superoffice") {
      const slevel = internal ? oneOf(this.#random, internalLevels) : "External";
      const agent = internal || this.#random() < 0.5;
      const from = agent ? { from: kimInSuperOffice } : {};
      const said = { ...from, text, html, slevel, attachments: enclosures.superoffice };
      return this.#desks.superoffice.control.addMessage(ticketId, said).id;
    }
    const from = internal || this.#random() < 0.5 ? { from: "kim" } : {};
    const said = { ...from, text, html, private: internal, attachments: enclosures.requestor };
    return this.#desks.requestor.control.addMessage(ticketId, said).id;
  }
}
