import type { Content } from "@ticket-bridge/helpdesk";

import { sanitizeHtml } from "../html/sanitize-html.ts";

/** The content as it may stand in the other helpdesk. */
export function cleanContent(content: Content): Content {
  return content.format === "html" ? { format: "html", text: sanitizeHtml(content.text) } : content;
}
