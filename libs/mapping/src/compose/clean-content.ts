import type { Content } from "@ticket-bridge/helpdesk";

import { sanitizeHtml } from "../html/sanitize-html.ts";

/** Comparing asks twice for the same message, and cleaning is the most that a message costs without its calls. */
const cleaned = new WeakMap<Content, Content>();

/** The content as it may stand in the other helpdesk. */
export function cleanContent(content: Content): Content {
  if (content.format !== "html") return content;
  const known = cleaned.get(content);
  if (known !== undefined) return known;
  const clean = { format: "html", text: sanitizeHtml(content.text) } as const;
  cleaned.set(content, clean);
  return clean;
}
