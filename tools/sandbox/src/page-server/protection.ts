import type { NextFunction, Request, Response } from "express";

const loopbackHost = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** Refuses what another web page in the visitor's browser could send, also by a name that points to this machine. */
export function onlyThisPage(request: Request, response: Response, next: NextFunction): void {
  const { host = "", origin } = request.headers;
  const isOwn = loopbackHost.test(host) && (origin === undefined || origin === `http://${host}`);
  if (isOwn && (request.method === "GET" || request.is("application/json") !== false)) return next();
  response.status(403).json({ error: "Only the demo's own page may do this." });
}

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export function pagePolicy(_request: Request, response: Response, next: NextFunction): void {
  response.set({
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  });
  next();
}
