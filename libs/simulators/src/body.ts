import type { NextFunction, Request, RequestHandler, Response } from "express";

import { send } from "./exchange.ts";

/**
 * Collects the body of a request as a Buffer in `request.body`. One that is, or says it is, longer than `limit` bytes
 * is refused by the web server itself, before any application sees it: 413 with HTML.
 */
export function collectBody(limit: number): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    if (Number(request.headers["content-length"] ?? 0) > limit) {
      tooLarge(response);
      return;
    }
    const parts: Buffer[] = [];
    let length = 0;
    request.on("data", (part: Buffer) => {
      length += part.length;
      if (length <= limit) parts.push(part);
      else if (!response.headersSent) tooLarge(response);
    });
    request.on("end", () => {
      if (length > limit) return;
      request.body = Buffer.concat(parts);
      next();
    });
  };
}

function tooLarge(response: Response): void {
  const headers = { "content-type": "text/html; charset=utf-8", connection: "close" };
  const body = "<html><body><h2>413 - Request Entity Too Large.</h2></body></html>";
  send(response, { status: 413, headers, body });
}
