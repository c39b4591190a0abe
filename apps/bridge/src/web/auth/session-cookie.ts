import type { Request } from "express";

export const sessionCookieName = "ticket_bridge_session";

/** Null also when there are several: one of them was put there by another site of the same domain. */
export function readSessionCookie({ headers }: Request): string | null {
  const values = (headers.cookie ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${sessionCookieName}=`))
    .map((pair) => pair.slice(sessionCookieName.length + 1));
  return values.length === 1 ? (values[0] ?? null) : null;
}

/** The Set-Cookie that a sign-in is answered with. `secret` is base64url, so that nothing needs to be quoted. */
export function sessionCookie(request: Request, secret: string, lifetimeMs: number): string {
  return cookie(request, secret, Math.floor(lifetimeMs / 1_000));
}

export function endedSessionCookie(request: Request): string {
  return cookie(request, "", 0);
}

function cookie(request: Request, value: string, seconds: number): string {
  const attributes = ["HttpOnly", "SameSite=Strict", "Path=/", `Max-Age=${seconds}`];
  return [`${sessionCookieName}=${value}`, ...attributes, ...(cameByHttps(request) ? ["Secure"] : [])].join("; ");
}

/**
 * The proxy that has the certificate says so, or the browser, whose origin it is. Whoever sends either without https
 * only keeps the browser from sending the cookie.
 */
function cameByHttps({ headers, socket }: Request): boolean {
  const forwarded = headers["x-forwarded-proto"];
  const [first = ""] = (Array.isArray(forwarded) ? forwarded : [forwarded ?? ""]).join().split(",");
  const isEncrypted = "encrypted" in socket && socket.encrypted === true;
  return isEncrypted || first.trim().toLowerCase() === "https" || (headers.origin ?? "").startsWith("https:");
}
