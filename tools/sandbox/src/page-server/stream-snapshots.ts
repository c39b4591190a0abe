import type { Request, Response } from "express";

import type { Conversations } from "../live/conversations.ts";

const heartbeatMs = 15_000;
const retryMs = 1_000;

/**
 * Server-sent events, each with the whole state, so that a page that was cut off is right again with the first one it
 * gets. The same state twice in a row is sent once.
 */
export function streamSnapshots(request: Request, response: Response, conversations: Conversations, key: number): void {
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.write(`retry: ${retryMs}\n\n`);
  let last = "";
  const unfollow = conversations.follow(key, (snapshot) => {
    const text = JSON.stringify(snapshot);
    if (text === last) return;
    last = text;
    response.write(`data: ${text}\n\n`);
  });
  const heartbeat = setInterval(() => response.write(": still here\n\n"), heartbeatMs);
  request.on("close", () => {
    clearInterval(heartbeat);
    unfollow();
  });
}
