import express from "express";
import type { Express, NextFunction, Request, Response } from "express";
import { createServer } from "node:http";
import { join } from "node:path";

import { deskNames, deskTitles } from "../desks/desk.ts";
import type { DeskName } from "../desks/desk.ts";
import type { Conversations } from "../live/conversations.ts";
import { mishapKinds } from "../live/mishaps.ts";
import type { Desks } from "../sample/tell-sample.ts";
import { messageDocument } from "./message-document.ts";
import { newWords, Refusal } from "./new-words.ts";
import { onlyThisPage, pagePolicy } from "./protection.ts";
import { sendFile } from "./send-file.ts";
import { streamSnapshots } from "./stream-snapshots.ts";

export interface PageServer {
  readonly url: string;
  stop(): Promise<void>;
}

export interface PageParts {
  readonly desks: Desks;
  readonly conversations: Conversations;
  /** Called for every visitor who begins to watch. */
  readonly onVisitor: () => void;
}

const host = "127.0.0.1";
const pageFolder = join(import.meta.dirname, "../../page");
/** Shared with the dashboard. */
const lookFolder = join(import.meta.dirname, "../../../../look");

/** Serves the demo's page on loopback. Rejects when the port is taken. */
export async function startPageServer(port: number, parts: PageParts): Promise<PageServer> {
  const app = pageApp(parts);
  const server = createServer((request, response) => {
    app(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return {
    url: `http://${host}:${port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pageApp({ desks, conversations, onVisitor }: PageParts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.use(onlyThisPage);
  app.use(express.json({ limit: "256kb" }));

  app.get("/api/events", (request, response) => {
    const key = Number(request.query["ticket"] ?? conversations.firstKey);
    streamSnapshots(request, response, conversations, conversations.has(key) ? key : conversations.firstKey);
    onVisitor();
  });
  app.post("/api/tickets/:key/:desk/messages", (request, response) => {
    const desk = deskOf(request);
    const key = Number(request.params["key"]);
    if (!conversations.has(key)) throw new Refusal("There is no such ticket.");
    const ticketId = conversations.ticketId(key, desk);
    const id = desks[desk].say(ticketId, newWords(request.body, desks[desk].writers(ticketId)));
    response.status(201).json({ id });
  });
  app.post("/api/mishaps/:desk/:kind", (request, response) => {
    const kind = mishapKinds.find((known) => known === request.params["kind"]);
    if (!kind) throw new Refusal("There is no such mishap.");
    conversations.happen(deskOf(request), kind);
    response.status(204).end();
  });
  app.get("/messages/:desk/:id", (request, response) => {
    const desk = desks[deskOf(request)];
    const message = desk.message(Number(request.params["id"]));
    if (!message) throw new Refusal("There is no such message.");
    messageDocument(response, message, (attachmentId) => desk.file(message.id, attachmentId));
  });
  app.get("/messages/:desk/:id/files/:file", (request, response) => {
    const file = desks[deskOf(request)].file(Number(request.params["id"]), Number(request.params["file"]));
    if (!file) throw new Refusal("There is no such file.");
    sendFile(response, file);
  });
  app.use("/look", pagePolicy, express.static(lookFolder, { cacheControl: false }));
  app.use(pagePolicy, express.static(pageFolder, { cacheControl: false }));
  app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const reason = error instanceof Error ? error.message : String(error);
    response.status(error instanceof Refusal ? 400 : statusOf(error)).json({ error: reason });
  });
  return app;
}

function deskOf(request: Request): DeskName {
  const desk = deskNames.find((known) => known === request.params["desk"]);
  if (!desk) throw new Refusal(`The helpdesks are ${Object.values(deskTitles).join(" and ")}.`);
  return desk;
}

function statusOf(error: unknown): number {
  const status = typeof error === "object" && error !== null && "status" in error ? Number(error.status) : 500;
  return Number.isInteger(status) && status >= 400 ? status : 500;
}
