import { otherSide, sides, type Message, type MessageId, type Side, type TicketId } from "@ticket-bridge/helpdesk";

import type { SimulatedClock } from "../simulated-clock.ts";
import type { FakeHelpdesk } from "../fake-helpdesk.ts";
import { poison } from "./simulated-network.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** A message a person wrote and all the visibilities it ever had, with the time of each. */
export interface Written {
  readonly side: Side;
  readonly ticketId: TicketId;
  readonly id: MessageId;
  readonly visibleAt: number;
  readonly visibilities: { readonly at: number; readonly public: boolean }[];
  deleted: boolean;
  /** It quotes one of our mirrors from the first line on. */
  readonly quotation: boolean;
  readonly refused: boolean;
}

/** People who write, change their minds, delete and quote, on both sides of all tickets. */
export class People {
  readonly written: Written[] = [];
  readonly #desks: Readonly<Record<Side, FakeHelpdesk>>;
  readonly #pairs: readonly Readonly<Record<Side, TicketId>>[];
  readonly #clock: SimulatedClock;
  readonly #random: SeededRandom;
  readonly #tell: (line: string) => void;

  constructor(parts: {
    desks: Readonly<Record<Side, FakeHelpdesk>>;
    pairs: readonly Readonly<Record<Side, TicketId>>[];
    clock: SimulatedClock;
    random: SeededRandom;
    tell: (line: string) => void;
  }) {
    this.#desks = parts.desks;
    this.#pairs = parts.pairs;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#tell = parts.tell;
  }

  async writeFor(milliseconds: number, count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      await this.#clock.sleep(this.#random.between(0, (2 * milliseconds) / count));
      this.#writeOne();
    }
  }

  #writeOne(): void {
    const random = this.#random;
    const side = random.pick(sides);
    const ticketId = random.pick(this.#pairs)[side];
    const quoted = random.chance(0.05) ? this.#mirrorToQuote(side, ticketId) : undefined;
    const refused = quoted === undefined && random.chance(0.02);
    const isPublic = random.chance(0.6);
    // An id is given at once; the message may be shown up to five minutes later.
    const visibleAfterMs = random.chance(0.05) ? random.between(100, 300_000) : 0;
    const text = quoted?.content.text ?? `message ${this.written.length} ${refused ? poison : ""}`;
    const message = this.#desks[side].write(
      ticketId,
      text,
      {
        visibility: isPublic ? "public" : "internal",
        writtenBy: random.chance(0.2) ? "unknown" : "other",
        ...(quoted === undefined || side === "superoffice" ? {} : { marker: quoted.marker }),
      },
      visibleAfterMs,
    );
    const written: Written = {
      side,
      ticketId,
      id: message.id,
      visibleAt: this.#clock.now() + visibleAfterMs,
      visibilities: [{ at: this.#clock.now(), public: isPublic }],
      deleted: false,
      quotation: quoted !== undefined,
      refused,
    };
    this.written.push(written);
    this.#tell(`${side}/${ticketId}: ${isPublic ? "public" : "internal"} message ${message.id} is written`);
    if (random.chance(0.08)) void this.#changeMind(written);
  }

  /** Later it becomes internal, public or is deleted. */
  async #changeMind(written: Written): Promise<void> {
    const random = this.#random;
    await this.#clock.sleep(random.between(0, 60_000));
    const desk = this.#desks[written.side];
    if (random.chance(0.2)) {
      written.deleted = true;
      desk.replace(written.id, { deleted: true });
      this.#tell(`${written.side}/${written.ticketId}: message ${written.id} is deleted`);
      return;
    }
    const isPublic = written.visibilities.at(-1)?.public === false;
    desk.replace(written.id, { visibility: isPublic ? "public" : "internal" });
    written.visibilities.push({ at: this.#clock.now(), public: isPublic });
    this.#tell(
      `${written.side}/${written.ticketId}: message ${written.id} becomes ${isPublic ? "public" : "internal"}`,
    );
  }

  #mirrorToQuote(side: Side, ticketId: TicketId): Message | undefined {
    const mirrors = this.#desks[side].mirrorsOn(ticketId);
    return mirrors.length === 0 ? undefined : this.#random.pick(mirrors);
  }
}

export function counterpart(
  pairs: readonly Readonly<Record<Side, TicketId>>[],
  side: Side,
  ticketId: TicketId,
): TicketId {
  const pair = pairs.find((candidate) => candidate[side] === ticketId);
  if (pair === undefined) throw new Error(`Ticket ${ticketId} is not linked.`);
  return pair[otherSide(side)];
}
