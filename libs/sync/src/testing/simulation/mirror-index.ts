import { otherSide, sides } from "@ticket-bridge/helpdesk";

import type { SeenWrite } from "./seen-writes.ts";
import type { World } from "./world.ts";
import type { Written } from "./written.ts";

/** Every copy that the bridges ever wrote, by the message that it stands for: also those that an agent took away. */
export class MirrorIndex {
  readonly #bySource = new Map<string, SeenWrite[]>();
  readonly #later = new Map<string, SeenWrite[]>();

  constructor(world: World) {
    for (const target of sides) {
      for (const seen of world.networks[target].writes) {
        const { posted, ticketId } = seen.mirror;
        if (posted === null || posted.marker === null) continue;
        const source = world.counterpart(target, ticketId);
        if (source === null) continue;
        const name = `${otherSide(target)}/${source}/${posted.marker.messageId}`;
        const index = posted.marker.revision === 1 ? this.#bySource : this.#later;
        index.set(name, [...(index.get(name) ?? []), seen]);
      }
    }
  }

  of({ side, ticketId, id }: Written): readonly SeenWrite[] {
    return this.#bySource.get(`${side}/${ticketId}/${id}`) ?? [];
  }

  /** The corrections and the notes about it. */
  laterOf({ side, ticketId, id }: Written): readonly SeenWrite[] {
    return this.#later.get(`${side}/${ticketId}/${id}`) ?? [];
  }
}
