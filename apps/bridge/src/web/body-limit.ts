import type { RequestHandler } from "express";

import { Problem } from "./problem.ts";

/** The largest body that is taken, as express's parsers have it. */
export type Megabytes = `${number}mb`;

/**
 * Reads a body by `parse`, and ends one whose length is not told where it grows past the limit: 413, and the connection
 * is closed. The parser alone would read it to its end before it answers, 300 MB of anybody's.
 */
export function withinLimit(limit: Megabytes, parse: RequestHandler): RequestHandler {
  const megabytes = Number.parseInt(limit, 10);
  return (request, response, next) => {
    let bytes = 0;
    let isDone = false;
    const once = (error?: unknown): void => {
      if (!isDone) next(error);
      isDone = true;
    };
    request.on("data", (piece: Buffer) => {
      bytes += piece.length;
      if (bytes <= megabytes * 1024 * 1024) return;
      once(new Problem(413, `The body is larger than ${megabytes} MB.`, { headers: { connection: "close" } }));
    });
    void parse(request, response, once);
  };
}
