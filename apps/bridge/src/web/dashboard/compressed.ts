import { readdir } from "node:fs/promises";
import { extname } from "node:path";

import type { RequestHandler } from "express";

/** The smaller first, as browsers name theirs in no order of size. */
const kinds = [
  { encoding: "br", ending: ".br" },
  { encoding: "gzip", ending: ".gz" },
] as const;

/**
 * Lets what stands behind it send the copy that the build compressed, where there is one that the browser takes: nothing
 * is compressed at run time, and what the API answers never is.
 */
export async function compressed(folder: string): Promise<RequestHandler> {
  const names = new Set(await readdir(folder).catch((): string[] => []));
  return (request, response, next) => {
    const name = request.path.slice(1);
    const copies = kinds.filter(({ ending }) => names.has(name + ending));
    if (copies.length === 0 || (request.method !== "GET" && request.method !== "HEAD")) return next();
    response.vary("accept-encoding");
    const copy = copies.find(({ encoding }) => request.acceptsEncodings(encoding) !== false);
    if (copy !== undefined) {
      response.set("content-encoding", copy.encoding).type(extname(name));
      request.url = request.url.replace(request.path, request.path + copy.ending);
    }
    next();
  };
}
