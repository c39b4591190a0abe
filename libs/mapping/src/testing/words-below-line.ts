import type { Content } from "@ticket-bridge/helpdesk";

import { parseAttribution } from "../attribution/parse-attribution.ts";
import { normalisedText } from "../content/normalised-text.ts";

/** The normalised words of a mirror without the line at its head; of other content all its words. */
export function wordsBelowLine(content: Content): string {
  const text = normalisedText(content);
  const code = parseAttribution(content)?.code;
  if (code === undefined) return text;
  const end = `, ${code}]`;
  return text.slice(text.indexOf(end) + end.length).trim();
}
