import type { Side, TicketId } from "@ticket-bridge/helpdesk";

import type { TicketNature } from "./opened-tickets.ts";
import type { SeededRandom } from "./seeded-random.ts";
import { poison } from "./simulated-network.ts";
import { unknownCustomer } from "./ticket-calls.ts";
import { tell } from "./told-visibility.ts";
import type { World } from "./world.ts";

const natures: readonly TicketNature[] = [
  ...Array.from({ length: 12 }, () => "ordinary" as const),
  ...(["quoting a title", "quoting a title", "internal", "internal", "spam", "refused"] as const),
];

/** People who open tickets that nobody has linked. */
export class Newcomers {
  readonly #world: World;
  readonly #random: SeededRandom;

  constructor(world: World, random: SeededRandom) {
    this.#world = world;
    this.#random = random;
  }

  open(side: Side): TicketId {
    const random = this.#random;
    const { acts, clock, database, desks, opened, story } = this.#world;
    const drawn = random.pick(natures);
    const nature = side === "requestor" && (drawn === "internal" || drawn === "spam") ? "ordinary" : drawn;
    const title = this.#title(nature);
    const email = random.pick([null, "jane@customers.test", unknownCustomer]);
    const ticketId = desks[side].open({ title, email, isSpam: nature === "spam" });
    if (nature === "internal") {
      desks.superoffice.ticketSlevels.set(ticketId, tell("superoffice", "internal", random).wire);
      acts.ticketsPublic.set(ticketId, [{ at: clock.now(), public: false }]);
    }
    const needsHint = side === "requestor" || this.#world.restored || database.feeds.get(side) === undefined;
    opened.push({ side, ticketId, nature, needsHint });
    story.tell(`${side}/${ticketId}: a ticket is opened, ${nature}, ${JSON.stringify(title)}`);
    return ticketId;
  }

  #title(nature: TicketNature): string {
    const own = `Printer ${this.#world.opened.length + 1}`;
    if (nature === "refused") return `${own} ${poison}`;
    if (nature !== "quoting a title") return own;
    const made = Object.values(this.#world.desks).flatMap((desk) =>
      [...desk.tickets.values()].filter(({ byBridge }) => byBridge).map(({ title }) => title),
    );
    return made.length === 0 ? `${own} [Requestor 47 k3f9a2bc7d]` : `Re: ${this.#random.pick(made)}`;
  }
}
