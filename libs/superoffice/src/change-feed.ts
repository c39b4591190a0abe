import {
  readMessageId,
  readTicketId,
  type ChangedMessage,
  type ChangePage,
  type ReadOptions,
} from "@ticket-bridge/helpdesk";
import { superofficeMessageFromWire } from "@ticket-bridge/mapping";

import type { SuperOfficeContext } from "./context.ts";
import { readErrorBody } from "./error-body.ts";
import { cell, quoted } from "./odata.ts";
import { archivePageWire } from "./wire.ts";

const table = "ej_message";
const columns = ["id", "ticket_id", "created_at", "changed_at", "message_id"].map((column) => `${table}.${column}`);

/**
 * How far back the server is asked to look. In which zone it reads a date is not documented, 14 hours either way at most;
 * the rest is for clocks that differ. The filter only spares the server work, what counts are the dates it answers.
 */
const lookBackMs = 26 * 60 * 60_000;

/** With these and its own error body a tenant says that it does not know the question or this account may not ask it. */
const refusals: readonly number[] = [400, 403, 404, 500];

type Row = Readonly<Record<string, unknown>>;

/**
 * Messages of all tickets that were changed lately, the latest change first (GET Archive/dynamic over table ej_message,
 * the only list with changed_at), one page from the place `from` on. That it is refused is an answer too: which tenants
 * and accounts it is served to is not documented. Rejects with DeliveryError, a fault of the side, when nothing was
 * answered to the question.
 */
export async function changedMessages(
  context: SuperOfficeContext,
  { from, now }: { readonly from: number; readonly now: number },
  options?: ReadOptions,
): Promise<ChangePage> {
  const { client, pageSize } = context;
  const path = pathOf(from, pageSize, now - lookBackMs);
  const call = { method: "GET", path, safeToRepeat: true, about: "side" } as const;
  const answer = await client.send(call, options);
  if (refusals.includes(answer.status) && readErrorBody(answer) !== null) {
    const { message: reason } = await client.failure(call, answer, options?.signal);
    return { kind: "refused", reason, mayPass: answer.status === 500 };
  }
  const page = await client.read(call, answer, archivePageWire, options);
  const rows = page.value.map((row) => readRow(row));
  const changes = rows.filter((row) => row !== "unchanged");
  const known = changes.filter((row) => row !== null);
  // An unknown message among known ones may be of no ticket; none that is known means other columns than were asked for.
  if (changes.length > 0 && known.length === 0) return unusable("its rows name no message and ticket");
  const isLast = rows.length === 0 || (rows.length < pageSize && !page["odata.nextLink"]);
  if (!isLast && !isDescending(known)) return unusable("it does not keep the order it was asked for");
  return { kind: "told", changes: known, next: isLast ? null : from + rows.length };
}

function pathOf(from: number, pageSize: number, since: number): string {
  const literal = quoted(new Date(since).toISOString().slice(0, 19));
  const parameters = [
    `$select=${encodeURIComponent(columns.join(","))}`,
    `$filter=${encodeURIComponent(`${table}.changed_at afterTime ${literal}`)}`,
    `$orderBy=${encodeURIComponent(`${table}.changed_at desc`)}`,
    `$top=${pageSize}`,
    // Rows only move down while people change messages, so what lies behind a page is at most read twice.
    ...(from > 0 ? [`$skip=${from}`] : []),
  ];
  return `Archive/dynamic?${parameters.join("&")}`;
}

/** Null for a row that names no message or no ticket; `unchanged` for one that was never changed. */
function readRow(row: Row): ChangedMessage | "unchanged" | null {
  const ticketId = readTicketId(valueOf(row, "ticket_id"));
  const id = readMessageId(valueOf(row, "id")) ?? readMessageId(row["PrimaryKey"]);
  const message = superofficeMessageFromWire(
    {
      EjMessageId: id,
      CreatedAt: valueOf(row, "created_at"),
      ChangedAt: valueOf(row, "changed_at"),
      MessageId: valueOf(row, "message_id"),
    },
    { ticketId, ticketVisibility: null, ownAssociateId: null },
  );
  if (message === null) return null;
  const { createdAt, changedAt, marker } = message;
  if (changedAt === null) return "unchanged";
  return { ticketId: message.ticketId, messageId: message.id, createdAt, changedAt, marker };
}

/** How a tenant writes the names of the columns in its answer is not documented: with or without the table, in any case. */
function valueOf(row: Row, column: string): unknown {
  const name = Object.keys(row).find((key) => /[^./:]*$/.exec(key)?.[0].toLowerCase() === column);
  return name === undefined ? undefined : cell(row, name);
}

function isDescending(changes: readonly ChangedMessage[]): boolean {
  return changes.every(({ changedAt }, place) => changedAt <= (changes[place - 1]?.changedAt ?? changedAt));
}

function unusable(why: string): ChangePage {
  return { kind: "refused", reason: `SuperOffice's list Archive/dynamic cannot be used: ${why}` };
}
