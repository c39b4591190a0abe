import { adoptCounterpart } from "../../steer/adopt-counterpart.ts";
import { memoryStore } from "../memory-store/memory-store.ts";
import type { CreationRow } from "../memory-store/state.ts";
import type { SeededRandom } from "./seeded-random.ts";
import { identity, nameOf, skipReason, type World } from "./world.ts";

/** The operator and tickets without a counterpart: retries, skips and names counterparts. */
export class CreationOperator {
  readonly #world: World;
  readonly #random: SeededRandom;
  readonly #store;

  constructor(world: World, random: SeededRandom) {
    this.#world = world;
    this.#random = random;
    this.#store = memoryStore(world.database);
  }

  /** Sees to one of those that wait; false when he saw to none. */
  async attend(): Promise<boolean> {
    const random = this.#random;
    const waiting = this.#world.database.creations.filter(({ state }) => state === "held" || state === "uncertain");
    if (waiting.length === 0 || random.chance(0.5)) return false;
    const row = random.pick(waiting);
    const chance = random.next();
    if (chance < 0.75 && !this.#isMade(row)) {
      this.#tell(row, "retries");
      await this.#store.retryCreation(row.id);
    } else if (chance < 0.9) await this.#adopt(row);
    else {
      this.#tell(row, "skips");
      const { outcome } = await this.#store.skipCreation(row.id, skipReason);
      if (outcome === "done") this.#settled(row);
    }
    return true;
  }

  async retryAllHeld(): Promise<void> {
    for (const row of [...this.#world.database.creations])
      if (row.state === "held" && !this.#isMade(row)) await this.#store.retryCreation(row.id);
  }

  /** A retry says that a person opened it. Who skipped a creation on its way finds what it made, and sees that nobody did. */
  #isMade({ sourceSide, sourceTicketId }: CreationRow): boolean {
    return this.#world.desks[sourceSide].tickets.get(sourceTicketId)?.byBridge === true;
  }

  /** The ticket that he finds there: the bridge made it, and its answer was lost. */
  async #adopt(row: CreationRow): Promise<void> {
    const counterpart = this.#world.counterpart(row.sourceSide, row.sourceTicketId);
    if (counterpart === null) return;
    const { outcome } = await adoptCounterpart(
      { store: this.#store, helpdesks: this.#world.desks, identity },
      row.id,
      counterpart,
    );
    this.#tell(row, `names ticket ${counterpart} (${outcome}) for`);
  }

  #tell({ id, state, sourceSide, sourceTicketId }: CreationRow, what: string): void {
    this.#world.story.tell(`the operator ${what} ${state} creation ${id} of ${sourceSide}/${sourceTicketId}`);
  }

  #settled({ sourceSide, sourceTicketId }: CreationRow): void {
    this.#world.acts.settledTickets.add(nameOf(sourceSide, sourceTicketId));
  }
}
