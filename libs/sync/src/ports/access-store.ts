import type { Page } from "./link-store.ts";

/** What people may do, the least first: look; act on messages, tickets and sides; and give others these rights. */
export const roles = ["viewer", "operator", "administrator"] as const;
export type Role = (typeof roles)[number];

/** The roles that a named token can have: the administrator is whoever has the admin token. */
export const tokenRoles = ["viewer", "operator"] as const;
export type TokenRole = (typeof tokenRoles)[number];

/** A token that the administrator made for one person or program. The token itself is kept nowhere. */
export interface NamedToken {
  readonly id: string;
  readonly name: string;
  readonly role: TokenRole;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly revokedBy: string | null;
  readonly revokedAt: number | null;
  /** To the minute; null: never. */
  readonly lastUsedAt: number | null;
}

export interface NewToken extends Pick<NamedToken, "name" | "role" | "createdBy"> {
  /** What the token is found by: see AccessStore.useToken. */
  readonly hash: string;
}

/** Whose a token or session is. */
export interface TokenHolder {
  readonly tokenId: string;
  readonly name: string;
  readonly role: TokenRole;
}

export interface Session {
  /** Null: of the administrator. */
  readonly holder: TokenHolder | null;
  readonly expiresAt: number;
}

export interface AccessStore {
  /** Null when a token that is not revoked has this name. */
  createToken(token: NewToken): Promise<NamedToken | null>;

  /** Newest first, revoked ones too. */
  listTokens(options: { cursor: string | null; limit: number }): Promise<Page<NamedToken>>;

  /**
   * From its commit on neither the token nor a session made with it is let in. One that is revoked already stays as it
   * is. Null when there is none.
   */
  revokeToken(id: string, by: string): Promise<NamedToken | null>;

  /** Whose token has this hash, and notes, at most once a minute, that it was used; null when nobody's, or revoked. */
  useToken(hash: string): Promise<TokenHolder | null>;

  /** Null when the token was revoked meanwhile. `tokenId` null: a session of the administrator. */
  createSession(session: {
    readonly hash: string;
    readonly tokenId: string | null;
    readonly lifetimeMs: number;
  }): Promise<Session | null>;

  /** Null when there is none, it is over or its token was revoked. Notes the use of its token. */
  useSession(hash: string): Promise<Session | null>;

  endSession(hash: string): Promise<void>;
}
