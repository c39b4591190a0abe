import type { AttentionFilter, DashboardReads } from "@ticket-bridge/store";
import type { CauseOf, CreationOutcome, OperatorOutcome, Store } from "@ticket-bridge/sync";

/** What a person asked for. */
export type WantedAct = { readonly name: "retry" } | { readonly name: "skip"; readonly reason: string };

export interface ActedOnAll {
  readonly done: number;
  readonly refused: readonly { readonly of: CauseOf; readonly id: string; readonly reason: string }[];
}

const batch = 200;
/** Each is a commit of its own under its lane's lock; more at a time would take connections from messages on their way. */
const atOnce = 4;

/** Retries or skips all that fit, the oldest first, each by itself: one that changed meanwhile is refused and named. */
export async function actOnAll(
  store: Store & DashboardReads,
  act: WantedAct,
  filter: AttentionFilter,
): Promise<ActedOnAll> {
  const refused: ActedOnAll["refused"][number][] = [];
  let done = 0;
  // Not named "of": Node's type stripping cannot read a loop over that name.
  for (const kind of ["message", "ticket"] as const) {
    let after: string | null = null;
    for (;;) {
      const ids: readonly string[] = await store.attentionIds(kind, filter, { after, limit: batch });
      for (let from = 0; from < ids.length; from += atOnce) {
        const outcomes = await Promise.all(ids.slice(from, from + atOnce).map((id) => actOn(store, act, kind, id)));
        done += outcomes.filter((outcome) => outcome === null).length;
        refused.push(...outcomes.flatMap((outcome) => (outcome === null ? [] : [{ of: kind, ...outcome }])));
      }
      after = ids.at(-1) ?? null;
      if (ids.length < batch) break;
    }
  }
  return { done, refused };
}

async function actOn(
  store: Store,
  act: WantedAct,
  of: CauseOf,
  id: string,
): Promise<{ readonly id: string; readonly reason: string } | null> {
  const { outcome, ...rest } = await outcomeOf(store, act, of, id);
  if (outcome === "done") return null;
  return { id, reason: "state" in rest ? `It is ${rest.state} by now.` : "It is not there any more." };
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
