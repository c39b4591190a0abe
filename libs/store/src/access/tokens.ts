import type { NamedToken, NewToken, Page, TokenHolder, TokenRole } from "@ticket-bridge/sync";

import { inTransaction } from "../database/past-prisma.ts";
import { readRowId } from "../database/read-id.ts";
import type { AccessToken, PrismaClient } from "../generated/client.ts";

export async function createToken(prisma: PrismaClient, token: NewToken): Promise<NamedToken | null> {
  const { name, role, hash, createdBy } = token;
  const [made] = await prisma.$queryRaw<{ id: bigint }[]>`
    INSERT INTO access_tokens (name, role, hash, created_by)
    VALUES (${name}::text, ${role}::text::access_role, ${hash}::text, ${createdBy}::text)
        ON CONFLICT (name) WHERE revoked_at IS NULL DO NOTHING RETURNING id`;
  return made === undefined ? null : await tokenWithId(prisma, made.id);
}

/** Newest first. The cursor is the last id of the page before. */
export async function listTokens(
  prisma: PrismaClient,
  { cursor, limit }: { cursor: string | null; limit: number },
): Promise<Page<NamedToken>> {
  const before = cursor === null ? null : readRowId(cursor);
  const rows = await prisma.accessToken.findMany({
    where: before === null ? {} : { id: { lt: before } },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const items = rows.slice(0, limit).map(toToken);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** The update waits for a session that is just being made with it, and whoever makes one waits for this. */
export async function revokeToken(prisma: PrismaClient, id: string, by: string): Promise<NamedToken | null> {
  const tokenId = readRowId(id);
  if (tokenId === null) return null;
  await inTransaction(prisma, async (tx) => {
    await tx.$executeRaw`
      UPDATE access_tokens SET revoked_at = clock_timestamp(), revoked_by = ${by}::text
       WHERE id = ${tokenId}::bigint AND revoked_at IS NULL`;
    await tx.$executeRaw`DELETE FROM sessions WHERE token_id = ${tokenId}::bigint`;
  });
  return await tokenWithId(prisma, tokenId);
}

export async function useToken(prisma: PrismaClient, hash: string): Promise<TokenHolder | null> {
  const [row] = await prisma.$queryRaw<TokenHolder[]>`
    WITH known AS (
      SELECT id, name, role, last_used_at FROM access_tokens WHERE hash = ${hash}::text AND revoked_at IS NULL
    ),
    used AS (
      UPDATE access_tokens t SET last_used_at = clock_timestamp() FROM known
       WHERE t.id = known.id
         AND (known.last_used_at IS NULL OR known.last_used_at <= clock_timestamp() - interval '1 minute')
    )
    SELECT id::text AS "tokenId", name, role::text AS role FROM known`;
  return row ?? null;
}

async function tokenWithId(prisma: PrismaClient, id: bigint): Promise<NamedToken | null> {
  const row = await prisma.accessToken.findUnique({ where: { id } });
  return row === null ? null : toToken(row);
}

function toToken(row: AccessToken): NamedToken {
  return {
    id: String(row.id),
    name: row.name,
    // Only createToken writes it.
    role: row.role as TokenRole,
    createdBy: row.createdBy,
    createdAt: row.createdAt.getTime(),
    revokedBy: row.revokedBy,
    revokedAt: row.revokedAt?.getTime() ?? null,
    lastUsedAt: row.lastUsedAt?.getTime() ?? null,
  };
}
