import { sideName } from "@ticket-bridge/helpdesk";
import type { Marker, MessageId, OutgoingMessage, Side } from "@ticket-bridge/helpdesk";

import { addressedTo, type ComposeOptions } from "./compose-mirror.ts";

const author = { name: "ticket-bridge", email: null, role: "agent" } as const;

/** The internal note that says of a mirror that its source was deleted. */
export function composeDeletionNote(
  target: Side,
  marker: Marker,
  options: ComposeOptions & { readonly mirrorId: MessageId },
): OutgoingMessage {
  const text = `Message ${options.mirrorId} is the mirror of message ${marker.messageId} in ${sideName(marker.side)}, which was deleted there. The mirror was kept.`;
  const source = { author, createdAt: null, visibility: "internal" } as const;
  return addressedTo(target, source, { format: "plain", text }, marker, options);
}
