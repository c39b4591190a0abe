import type { Answer } from "../exchange.ts";
import type { Call } from "./call.ts";
import { showDate } from "./dates.ts";
import type { SuperOfficeDesk } from "./desk.ts";
import { enumNumber, slevelDisplay } from "./enums.ts";
import { json, SuperOfficeRefusal } from "./errors.ts";
import type { SuperOfficeMessage, SuperOfficeTicket } from "./model.ts";
import { compare, parseFilter, satisfies } from "./odata.ts";
import type { Cell, Columns, ColumnType, Predicate } from "./odata.ts";

const MESSAGE_COLUMNS: Columns = new Map<string, ColumnType>([
  ["getAllRows", "bool"],
  ["getNoRows", "bool"],
  ["ticketMessageId", "int"],
  ["ticketId", "int"],
  ["createdAt", "datetime"],
  ["author", "string"],
  ["header", "string"],
  ["searchTitle", "string"],
  ["body", "string"],
  ["htmlBody", "string"],
  ["messageId", "string"],
  ["debugInfo", "string"],
  ["important", "bool"],
  ["slevel", "list"],
  ["person/fullName", "string"],
  ["person/email", "string"],
  ["ticket/ticketId", "int"],
  ["ticket/title", "string"],
  ["ticket/lastChanged", "datetime"],
  ["ticket/slevel", "list"],
  ["ticket/connectId", "int"],
  ["ticket/numberOfMessages", "int"],
]);

const TICKET_COLUMNS: Columns = new Map<string, ColumnType>([
  ["getAllRows", "bool"],
  ["getNoRows", "bool"],
  ["ticketId", "int"],
  ["title", "string"],
  ["createdAt", "datetime"],
  ["lastChanged", "datetime"],
  ["readByOwner", "datetime"],
  ["status", "list"],
  ["slevel", "list"],
  ["numberOfMessages", "int"],
  ["connectId", "int"],
]);

type Row = { key: number; cells: (column: string) => Cell };
type Provider = { name: string; entity: string; columns: Columns; defaults: string[]; unsortable: string[] };

const MESSAGES: Provider = {
  name: "TicketMessage",
  entity: "ticketmessage",
  columns: MESSAGE_COLUMNS,
  defaults: ["ticketMessageId", "createdAt", "author", "slevel"],
  unsortable: ["htmlBody"],
};

const TICKETS: Provider = {
  name: "Ticket",
  entity: "ticket",
  columns: TICKET_COLUMNS,
  defaults: ["ticketId", "title", "lastChanged"],
  unsortable: [],
};

/** GET TicketMessage, and GET Ticket/{id}/Messages when `ticketId` is given. */
export function listMessages(call: Call, ticketId?: number): Answer {
  if (ticketId !== undefined) call.desk.ticket(ticketId);
  const filter = filterOf(call, MESSAGES);
  const candidates = ticketId === undefined ? narrowed(call.desk, filter) : call.desk.state.messagesOf(ticketId);
  const rows = candidates.map((message) => messageRow(call.desk, message));
  return page(call, MESSAGES, filter, rows, ticketId !== undefined);
}

/** GET Ticket. */
export function listTickets(call: Call): Answer {
  const rows = [...call.desk.state.tickets.values()].map((ticket) => ticketRow(call.desk, ticket));
  return page(call, TICKETS, filterOf(call, TICKETS), rows, false);
}

function filterOf(call: Call, provider: Provider): Predicate[] {
  return parseFilter(option(call, "$filter") ?? "", provider.columns, call.style.zone);
}

function page(call: Call, provider: Provider, filter: Predicate[], candidates: Row[], limited: boolean): Answer {
  const { desk } = call;
  const unrestricted = filter.length === 0 && !limited && desk.settings.emptyWithoutFilter;
  const kept = unrestricted
    ? []
    : candidates.filter(({ cells }) => filter.every((predicate) => holds(predicate, cells)));
  const ordered = sorted(call, provider, kept);
  const top = count(call, "$top") ?? desk.settings.pageSize;
  const skip = count(call, "$skip") ?? 0;
  const shown = ordered.slice(skip, skip + top);
  const more = skip + shown.length < ordered.length && shown.length > 0;
  return json(200, {
    "odata.metadata": `${call.address.slice(0, call.address.indexOf("/api/v1/"))}/api/v1/Archive/$metadata`,
    "odata.nextLink": more ? nextLink(call, skip + shown.length) : null,
    value: shown.map((row) => rendered(call, provider, row)),
  });
}

function holds(predicate: Predicate, cells: Row["cells"]): boolean {
  if (predicate.column === "getAllRows") return true;
  if (predicate.column === "getNoRows") return false;
  return satisfies(predicate, cells(predicate.column));
}

/** Without `$orderBy` nothing is promised, so the newest come first and nobody may count on it. */
function sorted(call: Call, provider: Provider, rows: Row[]): Row[] {
  const order = (option(call, "$orderBy") ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (order.length === 0) return rows.sort((a, b) => b.key - a.key);
  const keys = order.map((part) => {
    const [wanted = "", direction = "asc"] = part.split(/\s+/);
    const column = columnName(provider, wanted);
    if (!column || provider.unsortable.includes(column)) {
      throw new SuperOfficeRefusal(500, "SoArchiveException", `Cannot order by '${wanted}'`);
    }
    return { column, sign: direction.toLowerCase() === "desc" ? -1 : 1 };
  });
  return rows.sort((a, b) => {
    for (const { column, sign } of keys) {
      const difference = compare(a.cells(column), b.cells(column));
      if (difference !== 0) return difference * sign;
    }
    return 0;
  });
}

/** Slim: key as text, bare values as they are displayed. Full: key as number, displayed and raw value of each. */
function rendered(call: Call, provider: Provider, row: Row): Record<string, unknown> {
  const select = option(call, "$select");
  const wanted = select === undefined ? provider.defaults : select.split(",").map((name) => name.trim());
  const full = option(call, "$mode")?.toLowerCase() === "full";
  const shown: Record<string, unknown> = { PrimaryKey: full ? row.key : String(row.key), EntityName: provider.entity };
  for (const name of wanted) {
    const column = columnName(provider, name);
    if (!column) continue;
    const raw = row.cells(column);
    const value =
      typeof raw === "string" && provider.columns.get(column) === "datetime" ? showDate(raw, call.style) : raw;
    const display = column.toLowerCase().endsWith("slevel") ? slevelText(call, raw) : value;
    shown[name] = full
      ? { DisplayValue: display === null ? "" : String(display), TooltipHint: "", LinkHint: "", RawValue: value }
      : display;
  }
  return shown;
}

function slevelText(call: Call, raw: Cell): string {
  const name = raw === 1 ? "Internal" : raw === 2 ? "External" : raw === 0 ? "Unknown" : `[${String(raw)}]`;
  return slevelDisplay(name, call.language);
}

function messageRow(desk: SuperOfficeDesk, message: SuperOfficeMessage): Row {
  const ticket = desk.state.tickets.get(message.ticketId);
  const cells = (column: string): Cell => {
    if (column.startsWith("ticket/")) return ticket ? ticketCell(desk, ticket, column.slice("ticket/".length)) : null;
    switch (column) {
      case "ticketMessageId":
        return message.id;
      case "ticketId":
        return message.ticketId;
      case "createdAt":
        return seconds(message.createdAt);
      case "author":
        return message.author;
      case "header":
        return message.emailHeader;
      case "searchTitle":
        return message.searchTitle;
      case "body":
        return message.body;
      case "htmlBody":
        return message.htmlBody;
      case "messageId":
        return message.messageId;
      case "debugInfo":
        return message.debugInfo;
      case "important":
        return message.important;
      case "slevel":
        return enumNumber("slevel", message.slevel);
      case "person/fullName":
        return message.person?.fullName ?? "";
      case "person/email":
        return message.person?.email ?? "";
      default:
        return null;
    }
  };
  return { key: message.id, cells };
}

function ticketRow(desk: SuperOfficeDesk, ticket: SuperOfficeTicket): Row {
  return { key: ticket.id, cells: (column) => ticketCell(desk, ticket, column) };
}

function ticketCell(desk: SuperOfficeDesk, ticket: SuperOfficeTicket, column: string): Cell {
  switch (column) {
    case "ticketId":
      return ticket.id;
    case "title":
      return ticket.title;
    case "createdAt":
      return seconds(ticket.createdAt);
    case "lastChanged":
      return seconds(ticket.lastChanged);
    case "readByOwner":
      return ticket.readByOwner === null ? null : seconds(ticket.readByOwner);
    case "status":
      return enumNumber("baseStatus", ticket.baseStatus);
    case "slevel":
      return enumNumber("slevel", ticket.slevel);
    case "connectId":
      return ticket.connectId;
    case "numberOfMessages":
      return desk.state.countOf(ticket.id);
    default:
      return null;
  }
}

/** Uses the indexes that the real table has, so that a long history does not slow every look-up. */
function narrowed(desk: SuperOfficeDesk, filter: Predicate[]): SuperOfficeMessage[] {
  for (const { column, operator, values } of filter) {
    const [value] = values;
    if (column === "messageId" && (operator === "is" || operator === "eq") && typeof value === "string") {
      return desk.state.withMessageId(value);
    }
    if (column === "ticketId" && operator === "eq" && typeof value === "number") return desk.state.messagesOf(value);
  }
  const byKey = filter.filter(({ column }) => column === "ticketMessageId");
  return desk.state.messagesAfter(greatestLowerBound(byKey)).filter(({ id }) => byKey.every((p) => satisfies(p, id)));
}

function greatestLowerBound(byKey: Predicate[]): number {
  const bounds = byKey.flatMap(({ operator, values: [value] }) => {
    if (typeof value !== "number") return [];
    if (operator === "gt") return [value];
    return operator === "ge" || operator === "between" || operator === "eq" ? [value - 1] : [];
  });
  return Math.max(0, ...bounds);
}

function nextLink(call: Call, skip: number): string {
  const query = Object.entries(call.query).filter(([name]) => name.toLowerCase() !== "$skip");
  const parts = [...query, ["$skip", String(skip)] as const].map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return `${call.address}?${parts.join("&")}`;
}

function option(call: Call, name: string): string | undefined {
  return Object.entries(call.query).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

function count(call: Call, name: string): number | undefined {
  const text = option(call, name);
  if (text === undefined || text === "") return undefined;
  if (!/^\d+$/.test(text)) throw new SuperOfficeRefusal(500, "SoArchiveException", `${name} is not a number`);
  return Number(text);
}

function columnName(provider: Provider, wanted: string): string | undefined {
  return [...provider.columns.keys()].find((name) => name.toLowerCase() === wanted.toLowerCase());
}

function seconds(iso: string): string {
  return `${iso.slice(0, 19)}Z`;
}
