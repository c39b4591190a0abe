import { sides, type Side, type TicketId } from "@ticket-bridge/helpdesk";

import type { SeededRandom } from "./seeded-random.ts";
import type { SeenWrite } from "./seen-writes.ts";
import { tell } from "./told-visibility.ts";
import type { World } from "./world.ts";

const quickest = 2_000;
const slowest = 30_000;

/** Agents who tidy up what the bridge wrote and change who may read a whole ticket. */
export class Agents {
  readonly #world: World;
  readonly #random: SeededRandom;
  readonly #touched = new Set<SeenWrite>();

  constructor(world: World, random: SeededRandom) {
    this.#world = world;
    this.#random = random;
  }

  async work(): Promise<void> {
    const { clock } = this.#world;
    while (this.#world.troubled) {
      await clock.sleep(this.#random.between(500, 5_000));
      if (!this.#world.restored && this.#random.chance(0.5)) this.#tidyUp();
      if (this.#random.chance(0.01)) this.changeTicket(this.#random.pick(this.#world.ticketsOf("superoffice")));
    }
  }

  /** Who may read the whole ticket: in SuperOffice the ticket has an Slevel of its own. */
  changeTicket(ticketId: TicketId): void {
    const { acts, desks, story, clock } = this.#world;
    const kind = this.#random.pick(["public", "internal", "unknown"] as const);
    desks.superoffice.ticketSlevels.set(ticketId, tell("superoffice", kind, this.#random).wire);
    const history = acts.ticketsPublic.get(ticketId) ?? [];
    history.push({ at: clock.now(), public: kind === "public" });
    acts.ticketsPublic.set(ticketId, history);
    story.tell(`superoffice/${ticketId}: the ticket itself is ${kind} from now on`);
  }

  /**
   * Deletes a mirror in SuperOffice, or cuts its first line off in Requestor. Only one whose answer the bridge surely
   * had the time to store: what a person takes away before that, no bridge can know of, and it writes it again.
   */
  #tidyUp(): void {
    for (const side of sides) {
      for (const seen of this.#world.networks[side].writes.slice(-20)) {
        if (!this.#isKnown(side, seen) || this.#touched.has(seen)) continue;
        this.#touched.add(seen);
        if (!this.#random.chance(0.15)) continue;
        const { mirror } = seen;
        if (side === "superoffice" && this.#random.chance(0.5)) {
          mirror.wire = { ...mirror.wire, Body: "by hand", HtmlBody: "", TouchedByAgent: true };
        } else if (side === "superoffice") mirror.removed = true;
        else mirror.wire = { ...mirror.wire, Body: "tidied", Html: false, Edited: true };
        this.#world.story.tell(
          `${side}/${mirror.ticketId}: an agent takes away or changes ${side === "superoffice" ? "mirror" : "the marker of mirror"} ${mirror.id}`,
        );
      }
    }
  }

  /** Its answer came to a process that lived on, untroubled, and whose link stayed. */
  #isKnown(side: Side, { answered, sentAt, mirror }: SeenWrite): boolean {
    if (answered === null || !answered.by.alive || answered.by.troubledAt >= sentAt) return false;
    const age = this.#world.clock.now() - answered.at;
    if (age < quickest || age > slowest) return false;
    const events = this.#world.linksOf(side, mirror.ticketId);
    return !events.some(({ what, at }) => what === "unlinked" && at >= sentAt);
  }
}
