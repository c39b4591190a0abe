import type { SuperOfficeDesk } from "./desk.ts";
import type { SuperOfficeMessage } from "./model.ts";

/** `embedImages` of GET TicketMessage/{id}: pictures as links, which is the default, or within the text. */
export type PictureStyle = "link" | "inline";

/** HtmlBody as a read shows it. */
export function shownHtml(desk: SuperOfficeDesk, message: SuperOfficeMessage, style: PictureStyle): string {
  if (message.attachmentIds.length === 0 || (style === "link" && !desk.settings.attachments.linksPictures)) {
    return message.htmlBody;
  }
  return message.htmlBody.replace(/\bcid:([^"'\s>]+)/gi, (whole, contentId: string) => {
    const picture = desk.state.attachmentsOf(message).find((attachment) => attachment.contentId === contentId);
    if (!picture) return whole;
    if (style === "inline") return `data:${picture.contentType};base64,${picture.content ?? ""}`;
    return `https://online.superoffice.example/${desk.settings.tenant}/CS/scripts/customer.fcgi?action=viewAttachment&amp;attachmentId=${picture.id}&amp;authKey=${picture.authKey}`;
  });
}
