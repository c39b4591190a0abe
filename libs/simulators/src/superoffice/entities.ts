import { EMPTY_DATE, showDate } from "./dates.ts";
import type { DateStyle } from "./dates.ts";
import { shownHtml } from "./pictures.ts";
import type { PictureStyle } from "./pictures.ts";
import type { SuperOfficeDesk } from "./desk.ts";
import type {
  SuperOfficeAgent,
  SuperOfficeAttachment,
  SuperOfficeMessage,
  SuperOfficePerson,
  SuperOfficeTicket,
} from "./model.ts";

type Wire = Record<string, unknown>;

/** The access rights that decorate every carrier and say nothing. */
const NOISE: Wire = {
  TableRight: { Mask: "FULL", Reason: "" },
  FieldProperties: {
    fieldName: { FieldRight: { Mask: "FULL", Reason: "" }, FieldType: "System.Int32", FieldLength: 871 },
  },
};

/** How an answer with messages came about. */
export type EntityStyle = DateStyle & { batch?: boolean; pictures?: PictureStyle };

/** TicketMessageEntity of the GET, POST and PUT TicketMessage pages; `contract: "old"` leaves out what came later. */
export function messageEntity(desk: SuperOfficeDesk, message: SuperOfficeMessage, style: EntityStyle): Wire {
  const ticket = desk.state.tickets.get(message.ticketId);
  const entity: Wire = {
    EjMessageId: message.id,
    Ticket: ticket ? flatTicket(desk, ticket, style) : null,
    CreatedAt: message.createdAt === "" ? EMPTY_DATE : showDate(message.createdAt, style),
    CreatedBy: message.createdBy === 0 ? null : associate(desk.agent(message.createdBy)),
    Author: message.author,
    Slevel: message.slevel,
    Type: message.type,
    MessageId: message.messageId,
    TimeSpent: message.timeSpent,
    Body: message.body,
    HtmlBody: shownHtml(desk, message, style.pictures ?? "link"),
    EmailHeader: message.emailHeader,
    DebugInfo: message.debugInfo,
    MailSorter: message.mailSorter,
    MessageCategory: message.messageCategory,
    Person: person(message.person),
    SearchTitle: message.searchTitle,
    MessageHeaders: message.messageHeaders.map((header) => headerOf(desk, header)),
    Important: message.important,
  };
  if (desk.settings.contract === "current") {
    Object.assign(entity, {
      Language: message.language,
      Sentiment: message.sentiment,
      SentimentConfidence: message.sentimentConfidence,
      Badge: message.badge,
      AttachmentsInfo: tellsAttachments(desk, style)
        ? desk.state.attachmentsOf(message).map((attachment) => attachmentEntity(attachment))
        : [],
    });
  }
  return { ...entity, ExtraFields: message.extraFields, CustomFields: message.customFields, ...NOISE };
}

function tellsAttachments(desk: SuperOfficeDesk, { batch }: EntityStyle): boolean {
  const { told } = desk.settings.attachments;
  return told === "always" || (told === "in-batches" && batch === true);
}

/** AttachmentEntity of the Attachment pages. */
export function attachmentEntity(attachment: SuperOfficeAttachment): Wire {
  return {
    AttachmentId: attachment.id,
    Name: attachment.name,
    ContentType: attachment.contentType,
    AttSize: attachment.attSize,
    InlineImage: attachment.inlineImage,
    ContentId: attachment.contentId,
    AuthKey: attachment.authKey,
    IsSafeFileExtension: true,
    ...NOISE,
  };
}

/** TicketEntity of the GET and POST Ticket pages, with the stubs of its messages. */
export function ticketEntity(desk: SuperOfficeDesk, ticket: SuperOfficeTicket, style: DateStyle): Wire {
  const { CreatedBy: _by, OwnedBy: _owner, ...flat } = flatTicket(desk, ticket, style);
  return {
    ...flat,
    CreatedBy: associate(desk.agent(ticket.createdBy)),
    OwnedBy: ticket.ownedBy === 0 ? null : associate(desk.agent(ticket.ownedBy)),
    Category: { TicketCategoryId: ticket.category, Name: "Support" },
    Priority: { TicketPriorityId: ticket.priority, Name: "Medium" },
    Status: { TicketStatusId: ticket.baseStatus === "Closed" ? 2 : 1, Name: ticket.baseStatus },
    Person: person(ticket.person),
    SecondaryPersons: [],
    Messages: desk.state.messagesOf(ticket.id).map((message) => stub(desk, message, style)),
    Tags: [],
    ExtraFields: {},
    CustomFields: {},
    ...NOISE,
  };
}

function flatTicket(desk: SuperOfficeDesk, ticket: SuperOfficeTicket, style: DateStyle): Wire {
  return {
    TicketId: ticket.id,
    Title: ticket.title,
    CreatedAt: showDate(ticket.createdAt, style),
    LastChanged: showDate(ticket.lastChanged, style),
    ReadByOwner: showDate(ticket.readByOwner, style),
    ReadByCustomer: EMPTY_DATE,
    Activate: EMPTY_DATE,
    ClosedAt: showDate(ticket.closedAt, style),
    RepliedAt: showDate(ticket.repliedAt, style),
    CreatedBy: ticket.createdBy,
    CreatedByName: desk.agent(ticket.createdBy).fullName,
    Author: ticket.author,
    OwnedBy: ticket.ownedBy,
    Slevel: ticket.slevel,
    BaseStatus: ticket.baseStatus,
    Origin: ticket.origin,
    PersonFullname: ticket.person?.fullName ?? "",
    ConnectId: ticket.connectId,
    ReadStatus: ticket.readStatus,
    HasAttachment: desk.state.messagesOf(ticket.id).some(({ attachmentIds }) => attachmentIds.length > 0),
    NumReplies: ticket.numReplies,
    NumMessages: desk.state.countOf(ticket.id),
    FromAddress: ticket.fromAddress,
  };
}

/** Ticket.Messages[]: no bodies, but when each one was changed. */
function stub(desk: SuperOfficeDesk, message: SuperOfficeMessage, style: DateStyle): Wire {
  return {
    TicketMessageId: message.id,
    CreatedAt: showDate(message.createdAt, style),
    ChangedAt: showDate(message.changedAt, style),
    Slevel: message.slevel,
    Important: message.important,
    Author: message.author,
    PersonId: message.person?.personId ?? 0,
    PersonFullName: message.person?.fullName ?? "",
    ContactId: 0,
    ContactName: "",
    NumAttachments: message.attachmentIds.length,
    EmailHeader: message.emailHeader,
    MessageHeaders: message.messageHeaders.map((header) => headerOf(desk, header)),
    Language: message.language,
    CreatedBy: desk.agent(message.createdBy).ejUserId,
    ...(desk.settings.contract === "current" ? { Badge: message.badge } : {}),
  };
}

export function associate(agent: SuperOfficeAgent): Wire {
  return {
    AssociateId: agent.associateId,
    Name: agent.name,
    PersonId: agent.associateId + 100,
    Rank: 1,
    Tooltip: "",
    Type: agent.type,
    GroupIdx: 1,
    FullName: agent.fullName,
    FormalName: agent.fullName,
    Deleted: false,
    EjUserId: agent.ejUserId,
    UserName: agent.email,
    ...NOISE,
  };
}

function person(of: SuperOfficePerson | null): Wire | null {
  if (!of) return null;
  const [first = "", ...rest] = of.fullName.split(" ");
  return {
    PersonId: of.personId,
    Firstname: first,
    Lastname: rest.join(" "),
    FullName: of.fullName,
    Email: of.email,
    ContactId: 2,
    ContactName: "",
    ...NOISE,
  };
}

function headerOf(desk: SuperOfficeDesk, header: SuperOfficeMessage["messageHeaders"][number]): Wire {
  const { id, name, value, stdItem, stdItemCol } = header;
  const old = { Name: name, Value: value, ...NOISE };
  return desk.settings.contract === "old" ? old : { Id: id, ...old, StdItem: stdItem, StdItemCol: stdItemCol };
}
