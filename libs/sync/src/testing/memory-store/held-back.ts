import { sides } from "@ticket-bridge/helpdesk";

import { pollsTopic } from "../../ports/wake.ts";
import type { MemoryDatabase } from "./state.ts";

/** What a run held back, on one link or on all of its links, is present no longer. */
export function freeHeldBack(
  database: MemoryDatabase,
  { linkId, backfillId }: { readonly linkId: string | null; readonly backfillId: string },
): void {
  for (const [key, run] of [...database.heldBack]) {
    const [link = "", side] = key.split("/");
    if (run !== backfillId || (linkId !== null && link !== linkId)) continue;
    database.heldBack.delete(key);
    database.present.delete(key);
    const row = database.links.find(({ id }) => id === link);
    for (const each of sides) {
      if (row === undefined || each !== side) continue;
      row.pollDue[each] = Math.min(row.pollDue[each], database.now());
      row.pollUrgency[each] = "hint";
      database.wake(pollsTopic(each));
    }
  }
}
