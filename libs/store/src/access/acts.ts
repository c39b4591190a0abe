import type { ActOutcome, ActTarget, NewAct, OperatorAct, Page } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import { storableText } from "../database/storable.ts";
import type { PrismaClient, OperatorAct as Row } from "../generated/client.ts";

export async function askAct(prisma: PrismaClient, act: NewAct): Promise<string> {
  const { name, role, what, target, requestId } = act;
  const { id } = await prisma.operatorAct.create({
    data: {
      ...{ name, role, act: act.act, what: storableText(what), requestId },
      targetKind: target?.kind ?? null,
      targetId: target?.id ?? null,
    },
    select: { id: true },
  });
  return String(id);
}

export async function endAct(prisma: PrismaClient, id: string, ended: ActOutcome): Promise<void> {
  const rowId = readRowId(id);
  const reason = ended.outcome === "done" ? null : storableText(ended.reason);
  const target = ended.outcome === "done" ? ended.target : null;
  await prisma.$executeRaw`
    UPDATE operator_acts
       SET outcome = ${ended.outcome}::text::act_outcome, reason = ${reason}::text, ended_at = clock_timestamp(),
           target_kind = coalesce(${target?.kind ?? null}::text, target_kind),
           target_id = coalesce(${target?.id ?? null}::text, target_id)
     WHERE id = ${rowId}::bigint AND outcome = 'asked'`;
}

/** Newest first. The cursor is the last id of the page before. */
export async function listActs(
  prisma: PrismaClient,
  { name, act }: { readonly name: string | null; readonly act: string | null },
  { cursor, limit }: { cursor: string | null; limit: number },
): Promise<Page<OperatorAct>> {
  const before = cursor === null ? null : readRowId(cursor);
  const rows = await prisma.operatorAct.findMany({
    where: {
      ...(name !== null && { name }),
      ...(act !== null && { act }),
      ...(before !== null && { id: { lt: before } }),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const items = rows.slice(0, limit).map(toAct);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

function toAct(row: Row): OperatorAct {
  const { name, role, act, what, targetKind, targetId, outcome, reason, requestId } = row;
  return {
    ...{ name, role, act, what, outcome, reason, requestId },
    id: String(row.id),
    at: row.at.getTime(),
    // Only askAct and endAct write it.
    target: targetKind === null || targetId === null ? null : { kind: targetKind as ActTarget["kind"], id: targetId },
    endedAt: row.endedAt?.getTime() ?? null,
  };
}
