import type { AttachmentInfo, Content, Message } from "@ticket-bridge/helpdesk";

import { visitHtml } from "../html/visit-html.ts";

/** SuperOffice shows `cid:` pictures as links of its own that only its users can open. */
const tenantLink = /[?&;]attachmentId=([0-9]+)/i;

/** The place of the attachment that a picture of the message's HTML shows, -1 when it shows none of them. */
export function pictureOf(src: string, attachments: readonly AttachmentInfo[]): number {
  const address = src.trim();
  const contentId = /^cid:(.+)$/is.exec(address)?.[1] ?? null;
  if (contentId !== null) {
    const named = decoded(contentId);
    return attachments.findIndex((one) => (one.contentId ?? "") !== "" && bare(one.contentId ?? "") === named);
  }
  // A path of its own site, as an editor within that site writes it.
  if (/^\/[^/]/.test(address)) return attachments.findIndex((one) => one.address?.endsWith(address) === true);
  if (!/^https?:/i.test(address)) return -1;
  const linked = tenantLink.exec(address)?.[1] ?? null;
  return attachments.findIndex(
    (one) => one.address === address || (linked !== null && one.inline && one.id === linked),
  );
}

/** The places of the attachments that the message's own text shows. */
export function shownPictures({ content, attachments }: Pick<Message, "content" | "attachments">): ReadonlySet<number> {
  const places = new Set<number>();
  for (const src of pictureSources(content)) {
    const place = pictureOf(src, attachments);
    if (place >= 0) places.add(place);
  }
  return places;
}

function pictureSources(content: Content): readonly string[] {
  if (content.format !== "html") return [];
  const sources: string[] = [];
  visitHtml(content.text, {
    onText: () => undefined,
    onOpen: (name, attributes) => {
      if (name === "img") sources.push(attributes["src"] ?? "");
    },
  });
  return sources;
}

/** Content-Id headers stand in angle brackets, the address of a picture does not and may be percent-encoded. */
function bare(contentId: string): string {
  return contentId.trim().replace(/^<(.*)>$/s, "$1");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
