import type { Content } from "@ticket-bridge/helpdesk";
import { htmlToText, parseAttribution, sanitizeHtml } from "@ticket-bridge/mapping";

/** A message's words as a person reads them on a page that is not the helpdesk's own. */
export interface ShownText {
  /** The line that the bridge wrote before a mirror's own words; null where it stands apart from none. */
  readonly line: string | null;
  /** The words without markup, and without that line. */
  readonly plain: string;
  /** The markup with everything that could act taken out; null of plain text. */
  readonly html: string | null;
}

const lineAtHead = /^\s*(\[[^[\]]{0,600}\])[^\S\n]*\n*/;

export function shownText(content: Content): ShownText {
  const isHtml = content.format === "html";
  const whole = isHtml ? htmlToText(content.text) : content.text;
  const found = parseAttribution(content) === null ? null : lineAtHead.exec(whole);
  return {
    line: found?.[1]?.replace(/\s+/g, " ") ?? null,
    plain: whole.slice(found?.[0].length ?? 0),
    html: isHtml ? sanitizeHtml(content.text) : null,
  };
}
