import type { Message } from "@ticket-bridge/helpdesk";

/** Something of the source that its mirror does not carry. It stands in the record and is said in the mirror (P7). */
export interface Loss {
  readonly what: string;
  readonly why: string;
}

/** What a mirror of this message cannot carry. */
export function lossesOf(source: Message): readonly Loss[] {
  return source.attachments.map((attachment) => ({
    what: `Attachment not carried: ${[
      attachment.name.trim().replace(/[\s\p{Cc}\p{Cf}[\]]+/gu, " ") || "without a name",
      ...(attachment.size === null ? [] : [readableSize(attachment.size)]),
      ...(attachment.contentType === null ? [] : [attachment.contentType.replace(/[\s\p{Cc}\p{Cf}[\]]+/gu, " ")]),
    ].join(", ")}`,
    why: "This version of the bridge carries text only.",
  }));
}

function readableSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
