import type { Response } from "express";

import type { DeskFile } from "../desks/desk.ts";

/** Hands a file out to be kept, never to be shown: what somebody attached must not become a page of this site. */
export function sendFile(response: Response, { name, bytes }: DeskFile): void {
  response.set({
    "content-type": "application/octet-stream",
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, hex)}`,
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
  response.end(bytes);
}

/** What RFC 8187 wants encoded and encodeURIComponent leaves. */
function hex(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}
