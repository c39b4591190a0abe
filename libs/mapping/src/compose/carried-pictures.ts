import type { Content, Message } from "@ticket-bridge/helpdesk";

import type { AttachmentOutcome } from "../attachments/attachment-outcome.ts";
import { pictureOf } from "../attachments/shown-pictures.ts";
import { sanitizeHtml } from "../html/sanitize-html.ts";
import { withPictures, type ShownPicture } from "../html/with-pictures.ts";
import { oneLine } from "./one-line.ts";

/** The cleaned content in which pictures that cross as attachments are shown; null where none does. */
export function withCarriedPictures(
  { content, attachments }: Message,
  outcomes: readonly AttachmentOutcome[],
): Content | null {
  if (content.format !== "html" || outcomes.every(({ kind }) => kind === "lost")) return null;
  const shown = withPictures(content.text, (src) => {
    const place = pictureOf(src, attachments);
    return shownPicture(outcomes[place], place);
  });
  return { format: "html", text: withContentIds(sanitizeHtml(shown), outcomes) };
}

/** Stands for `cid:` while the markup is cleaned, which lets no such source through; nothing answers at `.invalid`. */
const pictureStand = "https://picture.ticket-bridge.invalid/";

function shownPicture(outcome: AttachmentOutcome | undefined, place: number): ShownPicture | null {
  if (outcome === undefined || outcome.kind === "lost") return null;
  if (outcome.kind === "embedded") return { src: `data:${outcome.contentType};base64,${outcome.base64}` };
  const { contentId, name } = outcome.attachment;
  return contentId === null ? { words: `[${oneLine(name)}]` } : { src: `${pictureStand}${place}` };
}

function withContentIds(html: string, outcomes: readonly AttachmentOutcome[]): string {
  return outcomes.reduce((text, outcome, place) => {
    const contentId = outcome.kind === "carried" ? outcome.attachment.contentId : null;
    return contentId === null ? text : text.replaceAll(`"${pictureStand}${place}"`, `"cid:${contentId}"`);
  }, html);
}
