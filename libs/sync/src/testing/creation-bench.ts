import type { Side } from "@ticket-bridge/helpdesk";
import { expect } from "vitest";

import { Bench } from "./bench.ts";

/** Two helpdesks on which tickets get counterparts, and what became of them. */
export class CreationBench extends Bench {
  async creations() {
    return (await this.store.listCreations({ state: null, side: null }, { cursor: null, limit: 10 })).items;
  }

  /** The one there is. */
  async creation() {
    const items = await this.creations();
    expect(items).toHaveLength(1);
    return items[0];
  }

  /** What stands on a ticket, in its order. */
  texts(on: Side, ticketId: string): readonly string[] {
    return this[on].stored
      .filter(({ message }) => message.ticketId === ticketId)
      .map(({ message }) => message.content.text);
  }
}
