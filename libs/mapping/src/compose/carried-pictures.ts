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
    return shownPicture(outcomes[place], place, attachments[place]?.name ?? "");
  });
  return { format: "html", text: withContentIds(sanitizeHtml(shown), outcomes) };
}

/** Stands for `cid:` while the markup is cleaned, which lets no such source through; nothing answers at `.invalid`. */
const pictureStand = "https://picture.ticket-bridge.invalid/";

function shownPicture(outcome: AttachmentOutcome | undefined, place: number, name: string): ShownPicture | null {
  if (outcome === undefined || outcome.kind === "lost") return null;
  if (outcome.kind === "embedded") return { src: `data:${outcome.contentType};base64,${outcome.base64}` };
  if (contentIdOf(outcome) !== null) return { src: `${pictureStand}${place}` };
  return { words: `[${oneLine(outcome.kind === "carried" ? outcome.attachment.name : name)}]` };
}

function contentIdOf(outcome: AttachmentOutcome): string | null {
  if (outcome.kind === "carried") return outcome.attachment.contentId;
  return outcome.kind === "standing" ? outcome.contentId : null;
}

function withContentIds(html: string, outcomes: readonly AttachmentOutcome[]): string {
  return outcomes.reduce((text, outcome, place) => {
    const contentId = contentIdOf(outcome);
    return contentId === null ? text : text.replaceAll(`"${pictureStand}${place}"`, `"cid:${contentId}"`);
  }, html);
}
