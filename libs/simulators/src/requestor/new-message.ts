import type { Call } from "./call.ts";
import { modelOf, refuseModelState, visibleTicket } from "./call.ts";
import type { AttachmentPost, FieldValue, Model } from "./contract.ts";
import { NAMESPACES, NEW_MESSAGE } from "./contract.ts";
import type { RequestorDesk } from "./desk.ts";
import { badRequest } from "./http-error.ts";
import type { RequestorAttachment, RequestorMessage, RequestorTicket } from "./model.ts";
import type { WireResult } from "./wire-value.ts";

const ATTACHMENTS = `${NEW_MESSAGE.parameter}.Attachments`;

/** What an action that stored something returns. */
export type Written = { result: WireResult; write: { id: number; ticketId: number } };

/** POST Tickets/NewMessage, refusing in the order: ticket named, known, words, privacy, outbound mail, attachments. */
export function newMessage(call: Call): Written {
  const { desk, records, user } = call;
  const model = modelOf(call, NEW_MESSAGE, (path) => path.startsWith(ATTACHMENTS));
  const ticket = addressedTicket(call, model);
  if (ticket.closed && !desk.settings.closedTicketsAcceptMessages) throw badRequest("The ticket is closed.");
  const body = textOf(model["Message"]);
  if (body.trim() === "") throw badRequest("Message is required.");
  const wantsPrivate = model["IsPrivate"] === true;
  if (wantsPrivate && !user.operator) throw badRequest("Only operators can send private messages.");
  const isPrivate = wantsPrivate && heldPrivate(desk, ticket);
  const outboundEmail = outboundOf(desk, model);
  refuseModelState(call.read(NEW_MESSAGE).modelState, (path) => path.startsWith(ATTACHMENTS));
  const message = desk.addMessage(
    {
      ticketId: ticket.id,
      body,
      html: model["Html"] === true,
      private: isPrivate,
      isMobileDevice: model["IsMobileDevice"] === true,
      attachments: attachmentsOf(desk, model["Attachments"]),
      outboundEmail,
    },
    user,
    { via: "api", account: user.username },
  );
  if (outboundEmail) {
    const because = "SendViaOutboundEmail";
    records.outgoing({ kind: "customer-email", ticketId: ticket.id, messageId: message.id, because });
  }
  const result = { name: "NewMessageResult", namespace: NAMESPACES.results, value: { TicketMessageId: message.id } };
  return { result, write: { id: message.id, ticketId: ticket.id } };
}

function addressedTicket({ desk, user }: Call, model: Model): RequestorTicket {
  const ref = textOf(model["TicketREF"]);
  const id = Number(model["TicketId"] ?? 0);
  if (ref === "" && id === 0) throw badRequest("TicketREF or TicketId is required.");
  const byRef = ref === "" ? undefined : desk.byRef(ref);
  const byId = id === 0 ? undefined : desk.tickets.get(id);
  let ticket = byId ?? byRef;
  if (ref !== "" && id !== 0 && byRef !== byId) {
    if (desk.settings.conflict === "reject") throw badRequest("TicketREF and TicketId name different tickets.");
    ticket = desk.settings.conflict === "idWins" ? byId : byRef;
  }
  const seen = visibleTicket(ticket, user);
  if (!seen) throw badRequest("The ticket was not found.");
  return seen;
}

function heldPrivate(desk: RequestorDesk, ticket: RequestorTicket): boolean {
  if (ticket.isPrivateMessageSupported) return true;
  if (desk.settings.unsupportedPrivate === "reject")
    throw badRequest("Private messages are not supported in this ticket.");
  return desk.settings.unsupportedPrivate === "accept";
}

function outboundOf(desk: RequestorDesk, model: Model): RequestorMessage["outboundEmail"] {
  if (model["SendViaOutboundEmail"] !== true) return null;
  const from = textOf(model["SendViaOutboundEmailFrom"]);
  const mailbox = desk.settings.mailboxes.find((known) => known.toLowerCase() === from.toLowerCase());
  if (mailbox === undefined) throw badRequest("SendViaOutboundEmailFrom must be an existing mailbox.");
  return { from, cc: textsOf(model["SendViaOutboundEmailCc"]), bcc: textsOf(model["SendViaOutboundEmailBcc"]) };
}

export function attachmentsOf(desk: RequestorDesk, value: FieldValue | undefined): RequestorAttachment[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isAttachment).map((attachment) => ({
    id: desk.takeAttachmentId(),
    fileName: attachment.FileName ?? "",
    contentType: attachment.ContentType ?? "",
    contentLength: attachment.ContentLength,
    data: attachment.Data ?? "",
  }));
}

function isAttachment(value: unknown): value is AttachmentPost {
  return typeof value === "object" && value !== null && "FileName" in value;
}

export function textOf(value: FieldValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function textsOf(value: FieldValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
