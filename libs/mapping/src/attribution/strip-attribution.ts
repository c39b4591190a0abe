import type { Content } from "@ticket-bridge/helpdesk";

import { normalisedText } from "../content/normalised-text.ts";
import { parseAttribution } from "./parse-attribution.ts";

/**
 * What a mirror says without the line at its head, as plain normalised text, to compare it with its source; content
 * that has no such line comes back as it is.
 */
export function stripAttribution(content: Content): Content {
  if (parseAttribution(content) === null) return content;
  const text = normalisedText(content);
  return { format: "plain", text: text.slice(text.indexOf("]") + 1).trim() };
}
