import { sideName, sides, type Content } from "@ticket-bridge/helpdesk";

import { normalisedText } from "./normalised-text.ts";
import { textHash } from "./text-hash.ts";

/** The lines at the heads of mirrors, wherever copying moved them; whose they are does not matter here. */
const attributions = new RegExp(
  String.raw`\[[^[\]]{0,200}, (?:${sides.map(sideName).join("|")}) (?:message|internal note) \d{1,18}/\d{1,9}, [0-9a-z]{16}\] ?`,
  "g",
);

/**
 * SHA-256 (64 hexadecimal characters) of what the content says, the same whatever a helpdesk did to its markup, and the
 * same for a message, its mirrors and copies of these: attribution lines say who wrote it and not what.
 */
export function contentHash(content: Content): string {
  return textHash(saidText(content));
}

/** The words that {@link contentHash} is about. */
export function saidText(content: Content): string {
  return normalisedText(content).replace(attributions, "").trim();
}
