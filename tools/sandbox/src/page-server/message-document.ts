import type { Response } from "express";

import type { DeskFile, DeskMessage } from "../desks/desk.ts";

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

/** A picture of the message's own, as its HTML names it. */
const ownPicture = /(<img\b[^>]*?\bsrc\s*=\s*["']?)cid:([^"'\s>]+)/gi;

/**
 * The HTML of a message as a document of its own, for a frame. It is not cleaned here: visitors should see what the
 * helpdesk really holds, and the policy keeps it from doing anything. Pictures at the message, found by `fileOf`, stand
 * in the document itself, so that the policy need not let it load any.
 */
export function messageDocument(
  response: Response,
  { html, body, byBridge, attachments }: DeskMessage,
  fileOf: (attachmentId: number) => DeskFile | null,
): void {
  const withPicture = (whole: string, before: string, contentId: string) => {
    const attachment = attachments.find((one) => one.contentId === contentId);
    const file = attachment ? fileOf(attachment.id) : null;
    return file?.contentType.startsWith("image/")
      ? `${before}data:${file.contentType.replace(/[^\w/+.-]/g, "")};base64,${file.bytes.toString("base64")}`
      : whole;
  };
  response.set({
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  });
  const words = html
    ? body.replace(ownPicture, withPicture)
    : `<pre>${body.replace(/[&<]/g, (sign) => (sign === "&" ? "&amp;" : "&lt;"))}</pre>`;
  const mark = byBridge && attributionHead.test(body) ? ' class="attributed"' : "";
  response.end(
    `<!doctype html><html${mark}><head><meta charset="utf-8"><link rel="stylesheet" href="/look/tokens.css"><link rel="stylesheet" href="/message.css"></head><body>${words}</body></html>`,
  );
}
