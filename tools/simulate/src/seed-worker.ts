import { parentPort } from "node:worker_threads";

import { simulate } from "@ticket-bridge/sync/testing";

import type { PlayRequest } from "./played.ts";

/** Plays the seeds that it is sent, one after the other, and answers each with what it came to. */
parentPort?.on("message", ({ seed, story }: PlayRequest) => {
  void simulate(seed).then((played) => {
    parentPort?.postMessage(story || played.broken.length > 0 ? played : { ...played, story: [] });
  });
});
