import type { Call } from "./call.ts";
import { modelOf, visibleTicket } from "./call.ts";
import { NAMESPACES, SEARCH_TICKETS } from "./contract.ts";
import type { RequestorDesk } from "./desk.ts";
import { RequestorRefusal } from "./http-error.ts";
import type { RequestorMessage, RequestorTicket, RequestorUser } from "./model.ts";
import { TICKET_TYPES, ticketRef } from "./model.ts";
import { textOf } from "./new-message.ts";
import { wireDate, WireEnum, WireList } from "./wire-value.ts";
import type { WireObject, WireResult, WireValue } from "./wire-value.ts";

/** GET Tickets/GetTicket/{id}: id is a TicketId or a TicketREF. */
export function getTicket(call: Call): WireResult {
  const { desk, user, id } = call;
  const found = /^\d{1,10}$/.test(id) ? desk.tickets.get(Number(id)) : desk.byRef(id);
  const ticket = visibleTicket(found, user);
  if (!ticket) throw unknown(desk, "The ticket was not found.");
  return { name: "GetTicketResult", namespace: NAMESPACES.results, value: ticketValue(call, ticket) };
}

/** GET Tickets/GetTicketUserMessage/{id}: one message, bare. */
export function getTicketUserMessage(call: Call): WireResult {
  const { desk, user, id } = call;
  const message = /^\d{1,10}$/.test(id) ? desk.messages.get(Number(id)) : undefined;
  const ticket = message && visibleTicket(desk.tickets.get(message.ticketId), user);
  if (!message || !ticket || (message.private && !user.operator)) throw unknown(desk, "The message was not found.");
  return { name: "TicketUserMessage", namespace: NAMESPACES.structures, value: messageValue(call, message) };
}

/** GET Account/GetRequestorUser/{id?}: another's account needs the administrator's role. */
export function getRequestorUser({ desk, user, id }: Call): WireResult {
  if (id !== "" && !user.administrator) {
    throw new RequestorRefusal(401, { Message: "Authorization has been denied for this request." });
  }
  const wanted = id.toLowerCase();
  const found =
    id === ""
      ? user
      : desk.settings.users.find((one) => [one.username.toLowerCase(), one.userProviderKey].includes(wanted));
  const value = {
    User: found ? userValue(found) : null,
    AccountExists: found !== undefined,
    IsInApprovalProcess: false,
  };
  return { name: "GetRequestorUserResult", namespace: NAMESPACES.results, value };
}

/** POST Tickets/SearchTickets: a new ticket is not found before the index has caught up. */
export function searchTickets(call: Call): WireResult {
  const { desk, user } = call;
  const model = modelOf(call, SEARCH_TICKETS);
  const value = textOf(model["Value"]).toLowerCase();
  const size = Number(model["PageSize"]) || 10;
  const index = Number(model["PageIndex"]);
  const indexedBefore = desk.now().getTime() - desk.settings.searchLagMs;
  const found = [...desk.tickets.values()].filter(
    (ticket) =>
      visibleTicket(ticket, user) !== undefined &&
      Date.parse(ticket.createdUtc) <= indexedBefore &&
      (ticket.subject.toLowerCase().includes(value) || ticketRef(ticket).toLowerCase() === value),
  );
  const items = found.slice(index * size, (index + 1) * size).map((ticket) => head(ticket));
  const page: WireObject = {
    PageIndex: index,
    PageSize: size,
    TotalItems: found.length,
    TotalPages: Math.ceil(found.length / size),
    Items: new WireList("TicketOverview", items),
  };
  return { name: "SearchTicketsResult", namespace: NAMESPACES.results, value: { Tickets: page } };
}

function ticketValue(call: Call, ticket: RequestorTicket): WireObject {
  const { desk, user } = call;
  const submitter = desk.user(ticket.submitterKey);
  const solver = desk.user(ticket.solverKey);
  const messages = desk.messagesOf(ticket.id).filter((message) => user.operator || !message.private);
  return {
    ...head(ticket),
    ClosedUTC: ticket.closedUtc === null ? null : wireDate(ticket.closedUtc),
    SubmitterKey: ticket.submitterKey,
    SubmitterFullName: submitter?.fullName ?? "",
    SubmitterCompany: 0,
    SolverKey: ticket.solverKey,
    SolverFullName: solver?.fullName ?? null,
    TicketState: new WireEnum(...TICKET_TYPES[ticket.type][ticket.closed ? "closedState" : "openState"]),
    TicketSummaryState: ticket.closed ? new WireEnum("Closed", 4) : new WireEnum("Open", 1),
    Source: new WireEnum("Web", 1),
    TicketUserSourceId: 0,
    ServiceId: ticket.serviceId,
    ServiceName: ticket.serviceId === null ? null : `Service ${ticket.serviceId}`,
    ResolutionText: null,
    IsPrivateMessageSupported: ticket.isPrivateMessageSupported,
    UserMessages: new WireList(
      "TicketUserMessage",
      shuffled(messages).map((message) => messageValue(call, message)),
    ),
    CustomForms: new WireList("CustomFormData", []),
    AvailableTicketActions: new WireList("int", [201, 207], NAMESPACES.arrays),
  };
}

function head(ticket: RequestorTicket): WireObject {
  return {
    TicketId: ticket.id,
    TicketREF: ticketRef(ticket),
    TicketType: new WireEnum(ticket.type, TICKET_TYPES[ticket.type].number),
    Subject: ticket.subject,
    CreatedUTC: wireDate(ticket.createdUtc),
    Closed: ticket.closed,
  };
}

function messageValue({ desk, query }: Call, message: RequestorMessage): WireObject {
  const plainOnly = query["plainTextOnly"]?.toLowerCase() === "true";
  const attachments: WireValue[] = message.attachments.map(({ id, fileName, contentType, contentLength }) => ({
    Id: id,
    FileName: fileName,
    ContentType: contentType,
    ContentLength: contentLength,
  }));
  return {
    Id: message.id,
    CreatedUTC: wireDate(message.createdUtc),
    FirstMessage: message.firstMessage,
    UserFullName: message.userFullName,
    UserProviderKey: message.userProviderKey,
    UserNoteBesideName: null,
    Html: message.html && !plainOnly,
    Body: bodyOf(desk, message, plainOnly),
    Edited: message.edited,
    EditedTimeUTC: message.editedTimeUtc === null ? null : wireDate(message.editedTimeUtc),
    BodyOriginal: message.bodyOriginal,
    BodyHtmlOriginal: message.bodyHtmlOriginal,
    Deleted: message.deleted,
    Private: message.private,
    IsMobileDevice: message.isMobileDevice,
    Attachments: new WireList("Attachment", attachments),
    HtmlBodyContainsMedia: message.html && /<img\b/i.test(message.body),
    CanEdit: false,
    CanDelete: false,
    CanSplit: false,
  };
}

function bodyOf(desk: RequestorDesk, message: RequestorMessage, plainOnly: boolean): string {
  if (message.html) return plainOnly ? stripped(message.body) : message.body;
  return desk.settings.plainTextWrapping && !plainOnly ? `<p>${message.body}</p>` : message.body;
}

function stripped(html: string): string {
  return html
    .replace(/<br\s*\/?>|<\/p>/gi, "\n")
    .replace(/<[^>]*>/g, "")
    .replaceAll("&nbsp;", " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .trim();
}

function userValue(user: RequestorUser): WireObject {
  const [first = "", ...rest] = user.fullName.split(" ");
  return {
    UserProviderKey: user.userProviderKey,
    UserName: user.username,
    Email: user.email,
    FirstName: first,
    LastName: rest.join(" "),
    MiddleName: null,
    DisplayName: user.fullName,
    NoteBesideName: null,
    FullName: user.fullName,
    IsApproved: true,
    IsEndUser: !user.operator,
    IsSmartUser: false,
    IsOperator: user.operator,
    IsSuperOperator: false,
    IsAdministrator: user.administrator,
    TimeZoneId: "Central Europe Standard Time",
    CustomerId: null,
    Language: "en",
    Anonymized: false,
    Tags: new WireList("string", [], NAMESPACES.arrays),
  };
}

/** An order that is the same each time and by no column: nobody may count on one. */
function shuffled(messages: RequestorMessage[]): RequestorMessage[] {
  const rank = ({ id }: RequestorMessage) => Math.imul(id, 0x9e3779b1) >>> 0;
  return [...messages].sort((a, b) => rank(a) - rank(b));
}

function unknown(desk: RequestorDesk, message: string): RequestorRefusal {
  return new RequestorRefusal(desk.settings.unknownStatus, { Message: message });
}
