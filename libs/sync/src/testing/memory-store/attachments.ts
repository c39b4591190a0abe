import type { MessageId, Side } from "@ticket-bridge/helpdesk";

import type { AttachmentMirror, AttachmentOfRevision, StoredAttachment } from "../../ports/attachment-store.ts";
import type { LaneLease } from "../../ports/lane-store.ts";
import type { AttachmentRow, MemoryDatabase } from "./state.ts";

export function attachmentsOf(database: MemoryDatabase, mirrorId: string): readonly StoredAttachment[] {
  const rows = [...(database.attachments.get(mirrorId)?.values() ?? [])].sort((a, b) => a.place - b.place);
  return rows.map(({ storedAt, ...row }) => ({ ...row, storedAgoMs: database.now() - storedAt }));
}

export function attachmentsOfSource(
  database: MemoryDatabase,
  side: Side,
  messageId: MessageId,
): readonly AttachmentOfRevision[] {
  return database
    .revisionsOf(side, messageId)
    .flatMap(({ id, revision }) =>
      attachmentsOf(database, id).map(({ storedAgoMs: _storedAgoMs, ...row }) => ({ ...row, revision })),
    );
}

export function recordAttachments(
  database: MemoryDatabase,
  lease: LaneLease,
  mirrorId: string,
  attachments: readonly AttachmentMirror[],
): boolean {
  const lane = database.lanes.find(({ linkId, direction }) => linkId === lease.linkId && direction === lease.direction);
  if (lane?.epoch !== lease.epoch || lane.leasedBy === null) return false;
  const isOfLane = database.mirrors.some(
    ({ id, linkId, direction }) => id === mirrorId && linkId === lease.linkId && direction === lease.direction,
  );
  if (!isOfLane) return true;
  const rows = database.attachments.get(mirrorId) ?? new Map<number, AttachmentRow>();
  const storedAt = database.now();
  for (const attachment of attachments) rows.set(attachment.place, { ...attachment, storedAt });
  database.attachments.set(mirrorId, rows);
  return true;
}
