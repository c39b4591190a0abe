import type { AccessStore, Session, TokenRole } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import type { PrismaClient } from "../generated/client.ts";

interface Row {
  readonly token_id: string | null;
  readonly name: string | null;
  readonly role: TokenRole | null;
  readonly expires_ms: number;
}

/** Also takes away what is over: nobody asks for it again. */
export async function createSession(
  prisma: PrismaClient,
  { hash, tokenId, lifetimeMs }: Parameters<AccessStore["createSession"]>[0],
): Promise<Session | null> {
  const id = tokenId === null ? null : readRowId(tokenId);
  // The lock makes it wait for a revocation that is under way, which takes the sessions that it sees.
  const [row] = await prisma.$queryRaw<Row[]>`
    WITH over AS (DELETE FROM sessions WHERE expires_at <= clock_timestamp()),
    holder AS (
      SELECT id, name, role FROM access_tokens WHERE id = ${id}::bigint AND revoked_at IS NULL FOR UPDATE
    ),
    made AS (
      INSERT INTO sessions (hash, token_id, expires_at)
      SELECT ${hash}::text, ${id}::bigint, clock_timestamp() + ${lifetimeMs}::float8 * interval '1 millisecond'
       WHERE ${tokenId === null}::boolean OR EXISTS (SELECT FROM holder)
      RETURNING token_id, expires_at
    )
    SELECT made.token_id::text, holder.name, holder.role::text,
           (extract(epoch FROM made.expires_at) * 1000)::float8 AS expires_ms
      FROM made LEFT JOIN holder ON true`;
  return row === undefined ? null : toSession(row);
}

export async function useSession(prisma: PrismaClient, hash: string): Promise<Session | null> {
  const [row] = await prisma.$queryRaw<Row[]>`
    WITH known AS (
      SELECT s.token_id, s.expires_at, t.name, t.role, t.last_used_at
        FROM sessions s LEFT JOIN access_tokens t ON t.id = s.token_id
       WHERE s.hash = ${hash}::text AND s.expires_at > clock_timestamp() AND t.revoked_at IS NULL
    ),
    used AS (
      UPDATE access_tokens t SET last_used_at = clock_timestamp() FROM known
       WHERE t.id = known.token_id
         AND (known.last_used_at IS NULL OR known.last_used_at <= clock_timestamp() - interval '1 minute')
    )
    SELECT token_id::text, name, role::text, (extract(epoch FROM expires_at) * 1000)::float8 AS expires_ms FROM known`;
  return row === undefined ? null : toSession(row);
}

export async function endSession(prisma: PrismaClient, hash: string): Promise<void> {
  await prisma.$executeRaw`DELETE FROM sessions WHERE hash = ${hash}::text`;
}

function toSession({ token_id: tokenId, name, role, expires_ms }: Row): Session {
  const expiresAt = Math.round(expires_ms);
  if (tokenId === null || name === null || role === null) return { holder: null, expiresAt };
  return { holder: { tokenId, name, role }, expiresAt };
}
