export type { AttachmentOutcome } from "./attachments/attachment-outcome.ts";
export { safeFileName } from "./attachments/safe-file-name.ts";
export { shownPictures } from "./attachments/shown-pictures.ts";
export { attributionLine } from "./attribution/attribution-line.ts";
export type { AttributionParts } from "./attribution/attribution-line.ts";
export { parseAttribution } from "./attribution/parse-attribution.ts";
export { withAttribution } from "./attribution/with-attribution.ts";
export type { AuthorName, AuthorNames } from "./compose/author-names.ts";
export { carriedHash } from "./compose/carried-hash.ts";
export { composeCorrection, saysTheSame } from "./compose/compose-correction.ts";
export type { CorrectedMirror } from "./compose/compose-correction.ts";
export { composeDeletionNote, isDeletionNote } from "./compose/compose-deletion-note.ts";
export { composeMirror } from "./compose/compose-mirror.ts";
export type { ComposedMirror, ComposeOptions } from "./compose/compose-mirror.ts";
export { withoutLostNames } from "./compose/content-losses.ts";
export { lossInRecord, type Loss } from "./compose/loss.ts";
export { contentHash } from "./content/content-hash.ts";
export { textHash } from "./content/text-hash.ts";
export { normalisedText } from "./content/normalised-text.ts";
export { htmlToText } from "./html/html-to-text.ts";
export { sanitizeHtml } from "./html/sanitize-html.ts";
export { isAuthentic, markerCode } from "./marker/marker-code.ts";
export type { AuthenticityContext } from "./marker/marker-code.ts";
export { isOpeningLine, openedFor, openingLine } from "./marker/opening-line.ts";
export { parseSuperofficeMessageId, superofficeMessageIdOf } from "./marker/superoffice-message-id.ts";
export { isAuthenticTicketMarker, parseTicketMarker, ticketCode, titleWithMarker } from "./marker/ticket-marker.ts";
export type { ParsedTicketMarker, TicketMarker } from "./marker/ticket-marker.ts";
export { requestorMessageFromWire } from "./requestor/message-from-wire.ts";
export type { RequestorMessageContext } from "./requestor/message-from-wire.ts";
export { requestorMessageToWire } from "./requestor/message-to-wire.ts";
export { requestorNewTicketToWire } from "./requestor/new-ticket-to-wire.ts";
export type { RequestorNewTicketChoice } from "./requestor/new-ticket-to-wire.ts";
export { requestorTicketFactsFromWire } from "./requestor/ticket-facts-from-wire.ts";
export { requestorTicketFromWire } from "./requestor/ticket-from-wire.ts";
export { requestorTicketTypes } from "./requestor/wire.ts";
export type {
  RequestorMessageWire,
  RequestorNewMessageWire,
  RequestorNewTicketWire,
  RequestorTicketType,
  RequestorTicketWire,
} from "./requestor/wire.ts";
export { superofficeContentFromWire } from "./superoffice/content-from-wire.ts";
export { superofficeEditToWire } from "./superoffice/edit-to-wire.ts";
export { superofficeAttachmentsFromWire, superofficeMessageFromWire } from "./superoffice/message-from-wire.ts";
export type { SuperOfficeMessageContext } from "./superoffice/message-from-wire.ts";
export { superofficeMessageToWire } from "./superoffice/message-to-wire.ts";
export { superofficeNewTicketToWire } from "./superoffice/new-ticket-to-wire.ts";
export { superofficeTicketFactsFromWire } from "./superoffice/ticket-facts-from-wire.ts";
export { superofficeTicketFromWire } from "./superoffice/ticket-from-wire.ts";
export type {
  SuperOfficeMessageWire,
  SuperOfficeNewMessageWire,
  SuperOfficeNewTicketWire,
  SuperOfficeTicketWire,
} from "./superoffice/wire.ts";
