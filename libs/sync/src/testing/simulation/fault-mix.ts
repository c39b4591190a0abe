import type { SeededRandom } from "./seeded-random.ts";

/** What can happen to one call to a helpdesk. */
const callFaults = [
  /** Nothing was reached. */
  "unreachable",
  /** 429 with Retry-After. */
  "throttled",
  /** A 500 with the helpdesk's own error body; nothing was carried out. */
  "own error",
  /** A proxy's HTML page, before the request or after it was carried out. */
  "proxy error",
  /** Carried out, and the answer never came. */
  "answer lost",
  /** The client gives up, and the server carries the write out later. */
  "late commit",
  /** The answer takes its time, and webhooks overtake it. */
  "slow answer",
  /** Carried out and answered, but the API begins to show it a little later. */
  "shown late",
] as const;
export type CallFault = (typeof callFaults)[number];

/** How often a call meets each fault, 0 to 1. */
export type FaultMix = Readonly<Record<CallFault, number>>;

export const noFaults: FaultMix = {
  unreachable: 0,
  throttled: 0,
  "own error": 0,
  "proxy error": 0,
  "answer lost": 0,
  "late commit": 0,
  "slow answer": 0,
  "shown late": 0,
};

/** A time in which some of the faults are frequent and the others do not happen. */
export function badTimes(random: SeededRandom): FaultMix {
  const mix: Record<CallFault, number> = { ...noFaults };
  for (const fault of callFaults) mix[fault] = random.chance(0.35) ? random.next() * 0.2 : 0;
  return mix;
}
