import { sideName } from "@ticket-bridge/helpdesk";
import type { Content, Marker, MessageId, OutgoingMessage, Side } from "@ticket-bridge/helpdesk";

import { normalisedText } from "../content/normalised-text.ts";
import { addressedTo, type ComposeOptions } from "./compose-mirror.ts";

const author = { name: "ticket-bridge", email: null, role: "agent" } as const;

/** The internal note that says of a mirror that its source was deleted. */
export function composeDeletionNote(
  target: Side,
  marker: Marker,
  options: ComposeOptions & { readonly mirrorId: MessageId },
): OutgoingMessage {
  const text = textOf(marker, options.mirrorId);
  const source = { author, createdAt: null, visibility: "internal" } as const;
  return addressedTo(target, source, { format: "plain", text }, marker, options);
}

/** Whether a message of ours is the note that says so, and no correction. */
export function isDeletionNote(
  content: Content,
  marker: Pick<Marker, "side" | "messageId">,
  mirrorId: MessageId,
): boolean {
  return normalisedText(content).includes(normalisedText({ format: "plain", text: textOf(marker, mirrorId) }));
}

function textOf({ side, messageId }: Pick<Marker, "side" | "messageId">, mirrorId: MessageId): string {
  return `Message ${mirrorId} is the mirror of message ${messageId} in ${sideName(side)}, which was deleted there. The mirror was kept.`;
}
