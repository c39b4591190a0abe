import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const namedToken = /^tb_[\w-]{32}$/;
const sessionSecret = /^[\w-]{43}$/;

/** A new named token: `tb_` and 192 random bits. */
export function newToken(): string {
  return `tb_${randomBytes(24).toString("base64url")}`;
}

/** What a named token is kept and found as; null for what cannot be one. */
export function hashOfToken(token: string): string | null {
  return namedToken.test(token) ? digest(token).toString("hex") : null;
}

/** A new session's cookie: 256 random bits. */
export function newSessionSecret(): string {
  return randomBytes(32).toString("base64url");
}

/**
 * What a session is kept and found as; null for what cannot be one. Keyed by the admin token, so that another one ends
 * every session without a word about it in the database.
 */
export function hashOfSession(secret: string, adminToken: string): string | null {
  return sessionSecret.test(secret) ? createHmac("sha256", adminToken).update(secret).digest("hex") : null;
}

/** By hash, so that the time it takes tells neither what differs nor a length. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
