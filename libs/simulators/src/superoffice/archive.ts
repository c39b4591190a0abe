import type { Answer } from "../exchange.ts";
import { filtered, mapped, orderedSlice, readOrder, turned } from "./archive-order.ts";
import type { Row, RowsByKey } from "./archive-order.ts";
import type { Call } from "./call.ts";
import { showDate } from "./dates.ts";
import type { SuperOfficeDesk } from "./desk.ts";
import { enumNumber, slevelDisplay } from "./enums.ts";
import { json, SuperOfficeRefusal } from "./errors.ts";
import type { SuperOfficeMessage, SuperOfficePerson, SuperOfficeTicket } from "./model.ts";
import { parseFilter, satisfies } from "./odata.ts";
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

const PERSON_COLUMNS: Columns = new Map<string, ColumnType>([
  ["getAllRows", "bool"],
  ["getNoRows", "bool"],
  ["personId", "int"],
  ["fullName", "string"],
  ["email/emailAddress", "string"],
]);

type Provider = {
  name: string;
  entity: string;
  /** The column of the primary key. */
  key: string;
  columns: Columns;
  defaults: string[];
};

const MESSAGES: Provider = {
  name: "TicketMessage",
  entity: "ticketmessage",
  key: "ticketMessageId",
  columns: MESSAGE_COLUMNS,
  defaults: ["ticketMessageId", "createdAt", "author", "slevel"],
};

const TICKETS: Provider = {
  name: "Ticket",
  entity: "ticket",
  key: "ticketId",
  columns: TICKET_COLUMNS,
  defaults: ["ticketId", "title", "lastChanged"],
};

const PERSONS: Provider = {
  name: "Person",
  entity: "person",
  key: "personId",
  columns: PERSON_COLUMNS,
  defaults: ["personId", "fullName"],
};

/** GET TicketMessage, and GET Ticket/{id}/Messages when `ticketId` is given. */
export function listMessages(call: Call, ticketId?: number): Answer {
  if (ticketId !== undefined) call.desk.ticket(ticketId);
  const filter = filterOf(call, MESSAGES);
  const of = (messages: Iterable<SuperOfficeMessage>) => mapped(messages, (message) => messageRow(call.desk, message));
  const rows: RowsByKey =
    ticketId === undefined
      ? (descending) => of(narrowed(call.desk, filter, descending))
      : (descending) => of(turned(call.desk.state.messagesOf(ticketId), descending));
  return page(call, MESSAGES, filter, rows, ticketId !== undefined);
}

/** GET Ticket. */
export function listTickets(call: Call): Answer {
  const rows: RowsByKey = (descending) => {
    const tickets = [...call.desk.state.tickets.values()].sort((a, b) => a.id - b.id);
    return mapped(turned(tickets, descending), (ticket) => ticketRow(call.desk, ticket));
  };
  return page(call, TICKETS, filterOf(call, TICKETS), rows, false);
}

/** GET Person. */
export function listPersons(call: Call): Answer {
  const rows: RowsByKey = (descending) => mapped(turned(call.desk.state.persons(), descending), personRow);
  return page(call, PERSONS, filterOf(call, PERSONS), rows, false);
}

function personRow(person: SuperOfficePerson): Row {
  const cells = (column: string): Cell => {
    if (column === "personId") return person.personId;
    return column === "fullName" ? person.fullName : column === "email/emailAddress" ? person.email : null;
  };
  return { key: person.personId, cells };
}

function filterOf(call: Call, provider: Provider): Predicate[] {
  return parseFilter(option(call, "$filter") ?? "", provider.columns, call.style.zone);
}

function page(call: Call, provider: Provider, filter: Predicate[], rows: RowsByKey, limited: boolean): Answer {
  const { desk } = call;
  const order = readOrder(option(call, "$orderBy") ?? "", (name) => columnName(provider, name));
  const unrestricted = filter.length === 0 && !limited && desk.settings.emptyWithoutFilter;
  const kept: RowsByKey = (descending) =>
    unrestricted ? [] : filtered(rows(descending), ({ cells }) => filter.every((predicate) => holds(predicate, cells)));
  const skip = count(call, "$skip") ?? 0;
  const top = count(call, "$top") ?? desk.settings.pageSize;
  // One row more than is shown says whether there is a next page.
  const found = orderedSlice(kept, order, provider.key, skip, skip + top + 1);
  const shown = found.slice(0, top);
  const more = found.length > top && shown.length > 0;
  const columns = shownColumns(call, provider);
  return json(200, {
    "odata.metadata": `${call.address.slice(0, call.address.indexOf("/api/v1/"))}/api/v1/Archive/$metadata`,
    "odata.nextLink": more ? nextLink(call, skip + shown.length) : null,
    value: shown.map((row) => rendered(call, provider, columns, row)),
  });
}

function holds(predicate: Predicate, cells: Row["cells"]): boolean {
  if (predicate.column === "getAllRows") return true;
  if (predicate.column === "getNoRows") return false;
  return satisfies(predicate, cells(predicate.column));
}

/** The wanted columns that there are: the name as it was asked for, and the column. */
function shownColumns(call: Call, provider: Provider): (readonly [string, string])[] {
  const select = option(call, "$select");
  const wanted = select === undefined ? provider.defaults : select.split(",").map((name) => name.trim());
  return wanted.flatMap((name) => {
    const column = columnName(provider, name);
    return column === undefined ? [] : [[name, column] as const];
  });
}

/** Slim: key as text, bare values as they are displayed. Full: key as number, displayed and raw value of each. */
function rendered(
  call: Call,
  provider: Provider,
  columns: (readonly [string, string])[],
  row: Row,
): Record<string, unknown> {
  const full = option(call, "$mode")?.toLowerCase() === "full";
  const shown: Record<string, unknown> = { PrimaryKey: full ? row.key : String(row.key), EntityName: provider.entity };
  for (const [name, column] of columns) {
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
function narrowed(desk: SuperOfficeDesk, filter: Predicate[], descending: boolean): Iterable<SuperOfficeMessage> {
  for (const { column, operator, values } of filter) {
    const [value] = values;
    if (column === "messageId" && (operator === "is" || operator === "eq") && typeof value === "string") {
      return turned(desk.state.withMessageId(value), descending);
    }
    if (column === "ticketId" && operator === "eq" && typeof value === "number") {
      return turned(desk.state.messagesOf(value), descending);
    }
  }
  return desk.state.messagesAfter(greatestLowerBound(filter), descending);
}

/** The key above which everything lies that the filter can let through. */
function greatestLowerBound(filter: Predicate[]): number {
  const bounds = filter.flatMap(({ column, operator, values: [value] }) => {
    if (column !== MESSAGES.key || typeof value !== "number") return [];
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
