import type { simulate } from "@ticket-bridge/sync/testing";

/** What playing one seed came to. The story is sent along only where somebody wants to read it. */
export type Played = Awaited<ReturnType<typeof simulate>>;

/** A request to the worker. */
export interface PlayRequest {
  readonly seed: number;
  readonly story: boolean;
}
