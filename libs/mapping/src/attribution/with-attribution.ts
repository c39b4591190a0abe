import type { Content } from "@ticket-bridge/helpdesk";

import { escapeHtml } from "../html/escape-html.ts";

/** The content with the line at its head: a paragraph of its own in HTML, a line and an empty line in plain text. */
export function withAttribution(content: Content, line: string): Content {
  const head = attributionHead(content.format, line);
  return { format: content.format, text: content.text.startsWith(head) ? content.text : head + content.text };
}

function attributionHead(format: Content["format"], line: string): string {
  return format === "html" ? `<p>${escapeHtml(line)}</p>\n` : `${line}\n\n`;
}
