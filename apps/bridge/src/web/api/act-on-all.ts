import type { AttentionFilter, DashboardReads } from "@ticket-bridge/store";
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

/** Of ids alone; each page of them is sorted out of all that fit. */
const idsPerPage = 2_000;
/** Each is a commit of its own under its lane's lock; more at a time would take connections from messages on their way. */
const atOnce = 4;

interface Concerned {
  readonly of: CauseOf;
  readonly id: string;
}

/**
 * Retries or skips all that fit, the oldest first, each by itself: one that changed meanwhile is refused and named. They
 * are read before the first is touched, however many, as one that fits only later was confirmed by nobody. Rejects with
 * Problem 409 where they are not as many as `expected`; then nothing was done. Where one cannot be tried the others after it
 * are not, and the Problem tells how many were done.
 */
export async function actOnAll(
  store: Store & DashboardReads,
  act: WantedAct,
  filter: AttentionFilter,
  expected: number,
): Promise<ActedOnAll> {
  // Counted first: no more ids are held in memory than a person was shown, but for what came in this moment.
  const { message, ticket } = await store.countAttention(filter);
  refuseOtherNumber(message + ticket, expected);
  const all = [...(await concerned(store, "message", filter)), ...(await concerned(store, "ticket", filter))];
  refuseOtherNumber(all.length, expected);
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

async function concerned(store: DashboardReads, of: CauseOf, filter: AttentionFilter): Promise<readonly Concerned[]> {
  const all: Concerned[] = [];
  for (;;) {
    const ids = await store.attentionIds(of, filter, { after: all.at(-1)?.id ?? null, limit: idsPerPage });
    all.push(...ids.map((id) => ({ of, id })));
    if (ids.length < idsPerPage) return all;
  }
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
