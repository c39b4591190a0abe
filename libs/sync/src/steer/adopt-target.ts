import { otherSide, sideName, type Helpdesk, type MessageId, type Side, type TicketId } from "@ticket-bridge/helpdesk";

import { lookAgain } from "../deliver/look-again.ts";
import type { CaptureStore } from "../ports/capture-store.ts";
import type { LaneStore } from "../ports/lane-store.ts";
import type { LinkStore } from "../ports/link-store.ts";
import type { MirrorStore, OperatorOutcome } from "../ports/mirror-store.ts";
import type { PollStore } from "../ports/poll-store.ts";

export type AdoptOutcome = OperatorOutcome | { readonly outcome: "refused"; readonly reason: string };

/**
 * Stores an existing message as the mirror of a held or uncertain one, at a person's word: it must exist, be on the
 * link's ticket, not be more public than its source (P3), and neither carry another message's marker nor have been
 * mirrored itself. Rejects with DeliveryError when a helpdesk cannot be read.
 */
export async function adoptTarget(
  parts: {
    store: MirrorStore &
      LinkStore &
      Pick<LaneStore, "standingOf"> &
      Pick<CaptureStore, "captureChanges"> &
      Pick<PollStore, "hint">;
    helpdesks: Readonly<Record<Side, Helpdesk>>;
  },
  mirrorId: string,
  targetMessageId: MessageId,
): Promise<AdoptOutcome> {
  const mirror = await parts.store.getMirror(mirrorId);
  if (mirror === null) return { outcome: "not-found" };
  if (mirror.state !== "held" && mirror.state !== "uncertain") return { outcome: "wrong-state", state: mirror.state };
  const link = await parts.store.getLink(mirror.linkId);
  if (link === null) return { outcome: "refused", reason: "Its tickets are no longer linked." };
  const target = otherSide(mirror.source.side);
  const targetTicket = target === "superoffice" ? link.superofficeTicketId : link.requestorTicketId;
  const found = await readOn(parts.helpdesks[target], targetTicket, targetMessageId);
  if (found === null || found.deleted) {
    const reason = `Ticket ${targetTicket} in ${sideName(target)} has no message ${targetMessageId}.`;
    return { outcome: "refused", reason };
  }
  if (found.marker !== null && found.marker.messageId !== mirror.source.messageId) {
    const reason = `Message ${targetMessageId} carries the marker of message ${found.marker.messageId}: it is that one's mirror.`;
    return { outcome: "refused", reason };
  }
  const standing = await parts.store.standingOf(target, targetMessageId, 1);
  if (standing !== null && standing.state === "mirrored") {
    const reason = `Message ${targetMessageId} was mirrored to ${sideName(mirror.source.side)} itself: it cannot be a mirror.`;
    return { outcome: "refused", reason };
  }
  const source = await readOn(parts.helpdesks[mirror.source.side], mirror.source.ticketId, mirror.source.messageId);
  if (found.visibility === "public" && source?.visibility !== "public") {
    const reason = `Message ${targetMessageId} is public in ${sideName(target)} and its source is not: it cannot be its mirror.`;
    return { outcome: "refused", reason };
  }
  const adopt = () => parts.store.adoptMirror(mirrorId, targetMessageId);
  // What a person wrote is the mirror by that person's word; what the bridge wrote may be older than its source.
  if (found.marker === null || mirror.kind === "deletion") return await adopt();
  const { side, ticketId, messageId: id } = mirror.source;
  return await lookAgain(parts.store, { side, ticketId, id }, adopt);
}

/** The listing tells which ticket a message is on; reading it by its id alone does not in Requestor. */
async function readOn(helpdesk: Helpdesk, ticketId: TicketId, id: MessageId) {
  const listing = await helpdesk.listMessages(ticketId);
  const stub = listing?.messages.find((message) => message.id === id);
  if (stub === undefined) return null;
  return stub.message ?? (await helpdesk.readMessages(ticketId, [id]))[0] ?? null;
}
