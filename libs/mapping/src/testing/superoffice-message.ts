import { superofficeMessageFromWire, type SuperOfficeMessageContext } from "../superoffice/message-from-wire.ts";
import type { SuperOfficeMessageWire } from "../superoffice/wire.ts";
import { ticket } from "./messages.ts";

export const superofficeContext: SuperOfficeMessageContext = {
  ticketId: ticket(734),
  ticketVisibility: "public",
  ownAssociateId: "42",
};
export const superofficeWire: SuperOfficeMessageWire = {
  EjMessageId: 8812,
  Ticket: null,
  CreatedAt: "2026-01-02T03:04:05Z",
  CreatedBy: { AssociateId: 7, Type: "EmployeeAssociate", FullName: "Kim Agent", EjUserId: 9 },
  Author: "Jane Doe",
  Slevel: "External",
  Type: "Plain",
  MessageId: "<a@b.example>",
  Body: "Hello",
  HtmlBody: "",
  MessageCategory: "Message",
  MessageHeaders: [],
  Badge: "Reply",
};

/** Reads the sample with these fields and this context changed. */
export const readSuperOffice = (different: SuperOfficeMessageWire, around: Partial<SuperOfficeMessageContext> = {}) =>
  superofficeMessageFromWire({ ...superofficeWire, ...different }, { ...superofficeContext, ...around });
