import type { Content } from "@ticket-bridge/helpdesk";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

import { normalisedText } from "./normalised-text.ts";

/** SHA-256 (64 hexadecimal characters) of what the content says, the same whatever a helpdesk did to its markup. */
export function contentHash(content: Content): string {
  return bytesToHex(sha256(utf8ToBytes(normalisedText(content))));
}
