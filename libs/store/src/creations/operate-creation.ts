import type { CreationOutcome, CreationState, FirstMirror, NewLink } from "@ticket-bridge/sync";

import { notice, noticeChannel } from "../database/database.ts";
import { readRowId } from "../database/read-id.ts";
import { storableText } from "../database/storable.ts";
import type { Prisma } from "../generated/client.ts";
import { type PrismaClient } from "../generated/client.ts";
import { linkInto } from "./link-creation.ts";
import { toCreation } from "./to-creation.ts";

/**
 * One whose counterpart is known to exist is never made anew, only linked. What waits is tried now, also against its
 * backoff; what a worker has in its hands is left to it.
 */
export async function retryCreation(prisma: PrismaClient, id: string): Promise<CreationOutcome> {
  return await operate(prisma, id, ["held", "skipped", "uncertain", "pending"], async (tx, rowId) => {
    await tx.$executeRaw`
      UPDATE ticket_creations
         SET state = CASE WHEN target_ticket_id IS NOT NULL THEN 'uncertain'
                          WHEN state = 'uncertain' THEN state ELSE 'pending' END::creation_state,
             wanted = true, failures = 0, suspicions = 0, updated_at = clock_timestamp(),
             due_at = CASE WHEN leased_by IS NULL THEN clock_timestamp() ELSE due_at END
       WHERE id = ${rowId}::bigint`;
    await tx.$queryRaw`SELECT pg_notify(${noticeChannel}, ${notice.creations})::text`;
    return null;
  });
}

/** A worker that may be about to send it loses its lease. */
export async function skipCreation(prisma: PrismaClient, id: string, reason: string): Promise<CreationOutcome> {
  return await operate(prisma, id, ["held", "uncertain", "pending"], async (tx, rowId) => {
    await tx.$executeRaw`
      UPDATE ticket_creations
         SET state = 'skipped', reason = ${storableText(reason)}::text, due_at = NULL, failures = 0, epoch = epoch + 1,
             leased_by = NULL, lease_until = NULL, updated_at = clock_timestamp()
       WHERE id = ${rowId}::bigint`;
    return null;
  });
}

export async function adoptCreation(
  prisma: PrismaClient,
  id: string,
  link: NewLink,
  firstMirror: FirstMirror | null,
): Promise<CreationOutcome> {
  return await operate(prisma, id, ["held", "skipped", "uncertain", "pending"], async (tx, rowId) => {
    const { sourceSide } = await tx.ticketCreation.findUniqueOrThrow({ where: { id: rowId } });
    const made = await linkInto(tx, { id, sourceSide, byPerson: true }, link, firstMirror);
    return "taken" in made ? { outcome: "taken", side: made.taken } : null;
  });
}

/** Under the row's lock and from these states only. */
async function operate(
  prisma: PrismaClient,
  id: string,
  from: readonly CreationState[],
  act: (tx: Prisma.TransactionClient, rowId: bigint) => Promise<CreationOutcome | null>,
): Promise<CreationOutcome> {
  const rowId = readRowId(id);
  if (rowId === null) return { outcome: "not-found" };
  return await prisma.$transaction(async (tx) => {
    const [found] = await tx.$queryRaw<{ state: CreationState }[]>`
      SELECT state::text FROM ticket_creations WHERE id = ${rowId}::bigint FOR UPDATE`;
    if (found === undefined) return { outcome: "not-found" };
    if (!from.includes(found.state)) return { outcome: "wrong-state", state: found.state };
    const refused = await act(tx, rowId);
    if (refused !== null) return refused;
    return {
      outcome: "done",
      creation: toCreation(await tx.ticketCreation.findUniqueOrThrow({ where: { id: rowId } })),
    };
  });
}
