import type { Response } from "express";

import type { DeskMessage } from "../desks/desk.ts";

/** Nothing of a message may run or load anything; its own inline styles may show. */
const policy = [
  "sandbox allow-same-origin",
  "default-src 'none'",
  "style-src 'self' 'unsafe-inline'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");

/** The bridge's line at the head of a mirror, where the helpdesk has no fields for what it says. */
const attributionHead = /^\s*<p>\s*\[[^<]*\]\s*<\/p>/;

/**
 * The HTML of a message as a document of its own, for a frame. It is not cleaned here: visitors should see what the
 * helpdesk really holds, and the policy keeps it from doing anything.
 */
export function messageDocument(response: Response, { html, body, byBridge }: DeskMessage): void {
  response.set({
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  });
  const words = html ? body : `<pre>${body.replace(/[&<]/g, (sign) => (sign === "&" ? "&amp;" : "&lt;"))}</pre>`;
  const mark = byBridge && attributionHead.test(body) ? ' class="attributed"' : "";
  response.end(
    `<!doctype html><html${mark}><head><meta charset="utf-8"><link rel="stylesheet" href="/message.css"></head><body>${words}</body></html>`,
  );
}
