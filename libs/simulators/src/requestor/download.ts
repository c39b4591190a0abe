import type { Request, Response } from "express";

import type { Answer } from "../exchange.ts";
import { authenticated } from "./api.ts";
import type { RequestorParts } from "./api.ts";
import type { RequestorDesk } from "./desk.ts";
import { RequestorRefusal } from "./http-error.ts";
import type { RequestorUser } from "./model.ts";

const ROUTE = "/download/{id}";

/** The attachment that this address names, null for any other address. */
export function downloadedId(desk: RequestorDesk, request: Request): string | null {
  const { downloads } = desk.settings;
  if (downloads === null || request.method !== "GET") return null;
  const [before = "", after = ""] = downloads.path.split("{id}");
  const asked = request.originalUrl;
  if (!asked.startsWith(before) || !asked.endsWith(after) || asked.length <= before.length + after.length) return null;
  return decodeURIComponent(asked.slice(before.length, asked.length - after.length));
}

/** A file as the web site hands it out: no API, so what is not there or not allowed is a web page. */
export async function serveDownload(
  { desk, runner }: RequestorParts,
  id: string,
  request: Request,
  response: Response,
): Promise<void> {
  const found = desk.findAttachment(Number(id));
  await runner.run(request, response, {
    target: {
      ...{ method: "GET", path: request.path, ticketId: found?.message.ticketId ?? null },
      ...{ writes: false, download: true },
    },
    route: ROUTE,
    query: {},
    body: undefined,
    now: () => desk.now(),
    perform: () => download(desk, id, request),
  });
}

function download(desk: RequestorDesk, id: string, request: Request): Answer {
  let user: RequestorUser | null = null;
  try {
    if (desk.settings.downloads?.auth === "basic") user = authenticated(desk, request);
  } catch (error) {
    if (!(error instanceof RequestorRefusal)) throw error;
    return page(401, { "www-authenticate": 'Basic realm="Requestor"' });
  }
  const found = desk.findAttachment(Number(id));
  if (!found) return page(404);
  if (user !== null && !user.operator && found.message.private) return page(403);
  const { contentType, data, fileName } = found.attachment;
  const headers = {
    "content-type": contentType || "application/octet-stream",
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
  };
  return { status: 200, headers, body: Buffer.from(data, "base64") };
}

function page(status: number, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { "content-type": "text/html; charset=utf-8", ...headers },
    body: `<!DOCTYPE html>\r\n<html><head><title>Error ${status}</title></head><body><h2>Error ${status}</h2></body></html>\r\n`,
  };
}
