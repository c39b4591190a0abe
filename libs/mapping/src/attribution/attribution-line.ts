import { sideName } from "@ticket-bridge/helpdesk";
import type { Author, Marker, Visibility } from "@ticket-bridge/helpdesk";

import { writeWireDate } from "../wire/dates.ts";
import { cutText } from "../wire/cut-text.ts";

const nameLength = 120;

export interface AttributionParts {
  readonly author: Author;
  /** Milliseconds since 1970 UTC; null when the source does not tell. */
  readonly createdAt: number | null;
  readonly visibility: Visibility;
  readonly marker: Marker;
  readonly code: string;
}

/**
 * The line at the head of every mirror in Requestor: who, when, which system, source message id and revision, code, as
 * in `[Jane Doe, 2026-01-02 03:04 UTC, SuperOffice message 8812/1, k3f9a2bc7d4e5f6g]`.
 */
export function attributionLine(parts: AttributionParts): string {
  const { author, marker } = parts;
  const name = lineName(author.name) || lineName(author.email ?? "") || "unknown author";
  const kind = parts.visibility === "internal" ? "internal note" : "message";
  const source = `${sideName(marker.side)} ${kind} ${marker.messageId}/${marker.revision}`;
  return `[${name}, ${lineTime(parts.createdAt)}, ${source}, ${parts.code}]`;
}

/** A name that cannot end the line early, begin another or be taken for markup. */
function lineName(text: string): string {
  const plain = text
    .replace(/[[\]<>]/g, " ")
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .trim();
  return cutText(plain, nameLength).trim();
}

function lineTime(createdAt: number | null): string {
  const written = writeWireDate(createdAt);
  return written === null ? "time unknown" : written.replace("T", " ").replace(/:[0-9]{2}Z$/, " UTC");
}
