import type { AccessStore, NamedToken, NewToken, Session, TokenHolder } from "../../ports/access-store.ts";
import type { Page } from "../../ports/link-store.ts";
import { page } from "./page.ts";
import type { MemoryDatabase, TokenRow } from "./state.ts";

const minuteMs = 60_000;

export function createToken(database: MemoryDatabase, { hash, ...given }: NewToken): NamedToken | null {
  if (database.tokens.some(({ name, revokedAt }) => name === given.name && revokedAt === null)) return null;
  const id = String(database.tokens.length + 1);
  const unused = { revokedBy: null, revokedAt: null, lastUsedAt: null };
  const row = { id, ...given, createdAt: database.now(), ...unused, hash };
  database.tokens = [...database.tokens, row];
  return toToken(row);
}

export function listTokens(
  database: MemoryDatabase,
  options: { cursor: string | null; limit: number },
): Page<NamedToken> {
  const { items, nextCursor } = page(database.tokens, options);
  return { items: items.map(toToken), nextCursor };
}

export function revokeToken(database: MemoryDatabase, id: string, by: string): NamedToken | null {
  change(database, id, (row) => (row.revokedAt === null ? { ...row, revokedBy: by, revokedAt: database.now() } : row));
  for (const [hash, session] of database.sessions) if (session.tokenId === id) database.sessions.delete(hash);
  const row = database.tokens.find((token) => token.id === id);
  return row === undefined ? null : toToken(row);
}

export function useToken(database: MemoryDatabase, hash: string): TokenHolder | null {
  const row = database.tokens.find((token) => token.hash === hash && token.revokedAt === null);
  return row === undefined ? null : used(database, row);
}

export function createSession(
  database: MemoryDatabase,
  { hash, tokenId, lifetimeMs }: Parameters<AccessStore["createSession"]>[0],
): Session | null {
  const now = database.now();
  for (const [each, { expiresAt }] of database.sessions) if (expiresAt <= now) database.sessions.delete(each);
  const holder = holderOf(database, tokenId);
  if (holder === undefined) return null;
  database.sessions.set(hash, { tokenId, expiresAt: now + lifetimeMs });
  return { holder, expiresAt: now + lifetimeMs };
}

export function useSession(database: MemoryDatabase, hash: string): Session | null {
  const session = database.sessions.get(hash);
  if (session === undefined || session.expiresAt <= database.now()) return null;
  const holder = holderOf(database, session.tokenId);
  return holder === undefined ? null : { holder, expiresAt: session.expiresAt };
}

export function endSession(database: MemoryDatabase, hash: string): void {
  database.sessions.delete(hash);
}

/** Undefined: the token was revoked. */
function holderOf(database: MemoryDatabase, tokenId: string | null): TokenHolder | null | undefined {
  if (tokenId === null) return null;
  const row = database.tokens.find(({ id, revokedAt }) => id === tokenId && revokedAt === null);
  return row === undefined ? undefined : used(database, row);
}

function used(database: MemoryDatabase, { id, name, role, lastUsedAt }: TokenRow): TokenHolder {
  const now = database.now();
  if (lastUsedAt === null || lastUsedAt <= now - minuteMs) {
    change(database, id, (row) => ({ ...row, lastUsedAt: now }));
  }
  return { tokenId: id, name, role };
}

function change(database: MemoryDatabase, id: string, to: (row: TokenRow) => TokenRow): void {
  database.tokens = database.tokens.map((row) => (row.id === id ? to(row) : row));
}

function toToken({ hash: _, ...token }: TokenRow): NamedToken {
  return token;
}
