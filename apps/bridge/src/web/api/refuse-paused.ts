import { sideName, type Side } from "@ticket-bridge/helpdesk";
import type { SideStore } from "@ticket-bridge/sync";

import { Problem } from "../problem.ts";

/** A paused side is neither read nor written, not even for a person's wish. Throws Problem 409. */
export async function refusePaused(store: SideStore, asked: readonly Side[]): Promise<void> {
  const standings = await store.sideStandings();
  const paused = asked.find((side) => standings.some((standing) => standing.side === side && standing.paused));
  if (paused === undefined) return;
  throw new Problem(409, `${sideName(paused)} is paused and would have to be read; resume it first.`);
}
