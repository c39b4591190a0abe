import type { Client } from "pg";

import type { StoreOptions } from "../options.ts";
import { noticeChannel } from "./database.ts";
import { createListeners, type Listeners } from "./listeners.ts";

export interface NoticeListener {
  readonly add: Listeners<string>["add"];
  close(): Promise<void>;
}

const firstPauseMs = 250;
const longestPauseMs = 5_000;

/** Listens on a connection of its own and makes a new one whenever it is lost, until closed. Never rejects. */
export function listenForNotices(createClient: () => Client, log: StoreOptions["log"]): NoticeListener {
  const listeners = createListeners<string>((error) =>
    log?.({ level: "error", message: "A listener of the database's notices failed.", error }),
  );
  const closing = new AbortController();
  const running = keepListening(createClient, listeners.emit, closing.signal, log);
  return {
    add: listeners.add,
    close: async () => {
      closing.abort();
      await running;
    },
  };
}

async function keepListening(
  createClient: () => Client,
  emit: (payload: string) => void,
  closing: AbortSignal,
  log: StoreOptions["log"],
): Promise<void> {
  let pauseMs = firstPauseMs;
  while (!closing.aborted) {
    try {
      await listenOnce(createClient(), emit, closing, () => (pauseMs = firstPauseMs));
    } catch (error) {
      log?.({ level: "warn", message: "The database's notices cannot be heard; polling goes on.", error });
    }
    await pause(pauseMs, closing);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
}

/** Resolves when closed, rejects when the connection breaks. */
async function listenOnce(
  client: Client,
  emit: (payload: string) => void,
  closing: AbortSignal,
  onListening: () => void,
): Promise<void> {
  const over = Promise.withResolvers<void>();
  // Somebody must look at it even when connecting already failed.
  over.promise.catch(() => undefined);
  const stop = () => over.resolve();
  client.on("error", over.reject);
  client.on("end", () => over.reject(new Error("The connection was closed.")));
  client.on("notification", (message) => emit(message.payload ?? ""));
  closing.addEventListener("abort", stop);
  try {
    await client.connect();
    await client.query(`LISTEN ${noticeChannel}`);
    onListening();
    if (!closing.aborted) await over.promise;
  } finally {
    closing.removeEventListener("abort", stop);
    await client.end().catch(() => undefined);
  }
}

async function pause(milliseconds: number, closing: AbortSignal): Promise<void> {
  if (closing.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  const stop = () => resolve();
  closing.addEventListener("abort", stop);
  await promise;
  closing.removeEventListener("abort", stop);
  clearTimeout(timer);
}
