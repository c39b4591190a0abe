import { createHash, timingSafeEqual } from "node:crypto";

import type { RequestHandler } from "express";

import { Problem } from "./problem.ts";

const wrongTokensAllowed = 20;
const windowMs = 60_000;

/**
 * Lets only the bearer of the token pass. A missing or wrong token is 401, after 20 wrong ones in a minute 429; the right
 * one always passes, so that nobody can lock the administrator out. Compared by hash, constant in time.
 */
export function bearerToken(token: string, monotonic: () => number): RequestHandler {
  const expected = digest(token);
  let wrong: number[] = [];
  return (request, _response, next) => {
    const given = /^bearer +(\S+) *$/i.exec(request.headers.authorization ?? "")?.[1];
    if (given !== undefined && timingSafeEqual(digest(given), expected)) {
      next();
      return;
    }
    const challenge = { "www-authenticate": 'Bearer realm="ticket-bridge"' };
    if (given === undefined) {
      throw new Problem(401, "Send the admin token as Authorization: Bearer <token>.", { headers: challenge });
    }
    const now = monotonic();
    wrong = wrong.filter((at) => now - at < windowMs);
    if (wrong.length >= wrongTokensAllowed) {
      const seconds = Math.ceil((windowMs - (now - (wrong[0] ?? now))) / 1_000);
      throw new Problem(429, `Too many wrong tokens; wait ${seconds} seconds.`, {
        headers: { "retry-after": String(seconds) },
      });
    }
    wrong.push(now);
    throw new Problem(401, "That is not the admin token.", { headers: challenge });
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
