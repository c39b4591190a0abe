import type { Side } from "@ticket-bridge/helpdesk";

import type { SideStore } from "../ports/side-store.ts";

/** Whether a side is paused, as the database has it now: a reader that is not told of a pause must heed it too. */
export async function isPaused(store: SideStore, side: Side): Promise<boolean> {
  const standings = await store.sideStandings();
  return standings.some((standing) => standing.side === side && standing.paused);
}
