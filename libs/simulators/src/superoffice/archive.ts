import type { Answer } from "../exchange.ts";
import { mapped, turned } from "./archive-order.ts";
import type { Row, RowsByKey } from "./archive-order.ts";
import { filterOf, page, seconds } from "./archive-page.ts";
import type { Provider } from "./archive-page.ts";
import type { Call } from "./call.ts";
import type { SuperOfficeDesk } from "./desk.ts";
import { enumNumber } from "./enums.ts";
import type { SuperOfficeMessage, SuperOfficePerson, SuperOfficeTicket } from "./model.ts";
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
