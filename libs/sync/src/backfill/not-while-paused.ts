import { sideName, type Helpdesk, type Side } from "@ticket-bridge/helpdesk";

import { SidePausedError, type PausedSides } from "../paused-sides.ts";
import { isHelpdeskCall } from "../unhurried-helpdesks.ts";

/**
 * The helpdesks, of which a paused one is neither read nor written: each call rejects with SidePausedError then. It is
 * asked anew while a side is known as paused, since nobody may tell this process when that ends.
 */
export function notWhilePaused<Helpdesks extends Readonly<Record<Side, Helpdesk>>>(
  { superoffice, requestor }: Helpdesks,
  pauses: PausedSides,
): Helpdesks {
  return { superoffice: gated(superoffice, pauses), requestor: gated(requestor, pauses) } as Helpdesks;
}

function gated<Desk extends Helpdesk>(helpdesk: Desk, pauses: PausedSides): Desk {
  return new Proxy(helpdesk, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function" || !isHelpdeskCall(name)) return value;
      return async (...given: unknown[]) => {
        if (pauses.isPaused(target.side)) await pauses.refresh();
        if (pauses.isPaused(target.side)) throw new SidePausedError(pauses.told(target.side) ?? sideName(target.side));
        return (await Reflect.apply(value, target, given)) as unknown;
      };
    },
  });
}
