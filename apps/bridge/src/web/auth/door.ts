import type { AccessStore, TokenHolder } from "@ticket-bridge/sync";
import type { Request } from "express";

import { Problem } from "../problem.ts";
import { administratorName, type Principal } from "./principal.ts";
import { requireSameOrigin } from "./same-origin.ts";
import { hashOfSession, hashOfToken, isSameSecret, newSessionSecret } from "./secrets.ts";
import { readSessionCookie } from "./session-cookie.ts";
import { WrongTokens } from "./wrong-tokens.ts";

export const sessionLifetimeMs = 12 * 3_600_000;

export interface DoorParts {
  readonly adminToken: string;
  readonly store: AccessStore;
  readonly monotonic: () => number;
}

export interface SignedIn {
  readonly by: Principal;
  /** The cookie's content. */
  readonly secret: string;
}

/** Tells who asks, and makes sessions. */
export class Door {
  readonly #adminToken: string;
  readonly #store: AccessStore;
  readonly #wrongTokens: WrongTokens;

  constructor({ adminToken, store, monotonic }: DoorParts) {
    this.#adminToken = adminToken;
    this.#store = store;
    this.#wrongTokens = new WrongTokens(monotonic);
  }

  /**
   * By the bearer token, and without one by the session's cookie. Throws Problem: 401 for neither or a wrong one, 429
   * after too many wrong tokens, 403 for an act by a cookie that did not come from a page of this bridge.
   */
  async whoAsks(request: Request): Promise<Principal> {
    const token = /^bearer +(\S+) *$/i.exec(request.headers.authorization ?? "")?.[1];
    if (token !== undefined) {
      const holder = await this.#holderOf(token);
      if (holder === null) throw notSignedIn("That is no token of this bridge.");
      return principalOf(holder, "token", null);
    }
    const by = await this.#bySession(request);
    if (by === null) throw notSignedIn("Sign in, or send a token as Authorization: Bearer <token>.");
    if (!isReading(request)) requireSameOrigin(request);
    return by;
  }

  /** Null for a wrong token. Throws Problem 403 as {@link whoAsks}, and 429 after too many wrong tokens. */
  async signIn(request: Request, token: string): Promise<SignedIn | null> {
    requireSameOrigin(request);
    const holder = await this.#holderOf(token);
    if (holder === null) return null;
    const secret = newSessionSecret();
    const hash = hashOfSession(secret, this.#adminToken);
    const tokenId = holder === "administrator" ? null : holder.tokenId;
    const session =
      hash === null ? null : await this.#store.createSession({ hash, tokenId, lifetimeMs: sessionLifetimeMs });
    if (hash === null || session === null) return null;
    return { by: principalOf(holder, "session", { hash, expiresAt: session.expiresAt }), secret };
  }

  async signOut({ session }: Principal): Promise<void> {
    if (session !== null) await this.#store.endSession(session.hash);
  }

  async #bySession(request: Request): Promise<Principal | null> {
    const secret = readSessionCookie(request);
    const hash = secret === null ? null : hashOfSession(secret, this.#adminToken);
    const session = hash === null ? null : await this.#store.useSession(hash);
    if (hash === null || session === null) return null;
    return principalOf(session.holder ?? "administrator", "session", { hash, expiresAt: session.expiresAt });
  }

  /** The administrator without the database: it may be what is wrong. Null for a wrong token; throws Problem 429. */
  async #holderOf(token: string): Promise<TokenHolder | "administrator" | null> {
    if (isSameSecret(token, this.#adminToken)) return "administrator";
    const hash = hashOfToken(token);
    const holder = hash === null ? null : await this.#store.useToken(hash);
    if (holder === null) this.#wrongTokens.count();
    return holder;
  }
}

function principalOf(
  holder: TokenHolder | "administrator",
  via: Principal["via"],
  session: Principal["session"],
): Principal {
  if (holder === "administrator") return { name: administratorName, role: holder, via, session };
  return { name: holder.name, role: holder.role, via, session };
}

function isReading({ method }: Request): boolean {
  return method === "GET" || method === "HEAD";
}

function notSignedIn(sentence: string): Problem {
  return new Problem(401, sentence, { headers: { "www-authenticate": 'Bearer realm="ticket-bridge"' } });
}
