import type { Call } from "./call.ts";

/** A save notifies agents unless `notify=false` says not to: what an absent one means is not documented. */
export function recordNotification({ query, records }: Call, ticketId: number, messageId: number | null): void {
  const notify = Object.entries(query).find(([name]) => name.toLowerCase() === "notify")?.[1];
  if (notify?.toLowerCase() === "false") return;
  const because = notify === undefined || notify === "" ? "notify was not said" : `notify=${notify}`;
  records.outgoing({ kind: "agent-notification", ticketId, messageId, because });
}
