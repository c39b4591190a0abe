import type { AttentionFilter, AttentionSet, DashboardReads } from "@ticket-bridge/store";
import type { CauseOf, CreationOutcome, OperatorOutcome, Store } from "@ticket-bridge/sync";

import { failedAmid } from "../auth/on-several.ts";
import { toProblem } from "../failures.ts";
import { Problem } from "../problem.ts";

/** What a person asked for. */
export type WantedAct = { readonly name: "retry" } | { readonly name: "skip"; readonly reason: string };

export interface ActedOnAll {
  readonly done: number;
  readonly refused: readonly { readonly of: CauseOf; readonly id: string; readonly reason: string }[];
}

/** Each is a commit of its own under its lane's lock; more at a time would take connections from messages on their way. */
const atOnce = 4;

/** What a person was shown of it when asked to confirm. */
export interface Shown {
  readonly expected: number;
  readonly fingerprint: string;
}

type Concerned = AttentionSet["all"][number];

/**
 * Retries or skips all that fit, the oldest first, each by itself: one that changed meanwhile is refused and named. They
 * are read before the first is touched, however many, as one that fits only later was confirmed by nobody. Rejects with
 * Problem 409 where they are not the ones that were shown, be it as many; then nothing was done. Where one cannot be tried
 * the others after it are not, and the Problem tells how many were done.
 */
export async function actOnAll(
  store: Store & DashboardReads,
  act: WantedAct,
  filter: AttentionFilter,
  shown: Shown,
): Promise<ActedOnAll> {
  // Counted first: no more ids are held in memory than a person was shown, but for what came in this moment.
  const { message, ticket } = await store.countAttention(filter);
  refuseOtherNumber(message + ticket, shown.expected);
  const { all, fingerprint } = await store.attentionSet(filter);
  refuseOtherNumber(all.length, shown.expected);
  refuseOthers(fingerprint, shown.fingerprint);
  const refused: ActedOnAll["refused"][number][] = [];
  let done = 0;
  for (let from = 0; from < all.length; from += atOnce) {
    const some = all.slice(from, from + atOnce);
    const tried = await Promise.allSettled(some.map((each) => actOn(store, act, each)));
    for (const [n, each] of some.entries()) {
      const one = tried[n];
      if (one?.status !== "fulfilled") continue;
      if (one.value === null) done += 1;
      else refused.push({ ...each, reason: one.value });
    }
    const failure = tried.find((one) => one.status === "rejected");
    if (failure !== undefined) throw failedAmid(toProblem(failure.reason), { done, refused }, all.length);
  }
  return { done, refused };
}

export function refuseOtherNumber(now: number, expected: number): void {
  if (now === expected) return;
  throw Problem.of(409, "expected", `It would concern ${now} by now, not ${expected}; nothing was done.`);
}

/** A person who confirmed three others has not seen this one, and skipping cannot be taken back. */
function refuseOthers(now: string, shown: string): void {
  if (now === shown) return;
  const why = "By now it would concern others than were shown, though as many; nothing was done. Look at them again.";
  throw Problem.of(409, "fingerprint", why);
}

/** Null where it was done, or why not. */
async function actOn(store: Store, act: WantedAct, { of, id }: Concerned): Promise<string | null> {
  const { outcome, ...rest } = await outcomeOf(store, act, of, id);
  if (outcome === "done") return null;
  return "state" in rest ? `It is ${rest.state} by now.` : "It is not there any more.";
}

async function outcomeOf(
  store: Store,
  act: WantedAct,
  of: CauseOf,
  id: string,
): Promise<OperatorOutcome | CreationOutcome> {
  if (of === "message")
    return act.name === "retry" ? await store.retryMirror(id) : await store.skipMirror(id, act.reason);
  return act.name === "retry" ? await store.retryCreation(id) : await store.skipCreation(id, act.reason);
}
