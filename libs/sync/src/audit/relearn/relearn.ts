import { withPatience } from "../../backfill/with-patience.ts";
import { checkSides } from "../../check-sides.ts";
import { readOnly } from "../../read-only-helpdesk.ts";
import { unhurried } from "../../unhurried-helpdesks.ts";
import { findPairs } from "./find-pairs.ts";
import { leftAlone, relearnPair, type RelearnContext } from "./relearn-pair.ts";
import type { RelearnedTicket, RelearnOptions, RelearnOutcome, RelearnProgress, RelearnTotals } from "./words.ts";

/**
 * Makes links and the id map anew from the markers on both sides, after the database was lost or restored from an old
 * backup: gives what became of each pair of tickets, one at a time, and at the end the sums. It writes nothing to either
 * helpdesk. The same again changes nothing. Rejects with HelpdeskUnavailableError when a helpdesk cannot be used at the
 * start, with RunStoppedError when one stays away for ten minutes, with RunHaltedError (a BackfillStoppedError) when the
 * database does, and with the signal's reason; what was stored until then stays.
 */
export async function* relearn(
  parts: RelearnContext,
  options: RelearnOptions,
): AsyncGenerator<RelearnedTicket, RelearnTotals, void> {
  const { superoffice, requestor } = unhurried(parts.helpdesks);
  const context = { ...parts, helpdesks: { superoffice: readOnly(superoffice), requestor: readOnly(requestor) } };
  await checkSides(context, options.signal);
  const found = await patiently(context, options, { pairs: null, foreign: 0 }, () =>
    findPairs(context.helpdesks.superoffice, parts.identity, options),
  );
  const { pairs, foreign } = found;
  const known = { pairs: pairs.length, foreign };
  options.onProgress({ ...known, waiting: null });
  const tickets: Record<RelearnOutcome, number> = {
    relearned: 0,
    known: 0,
    nothing: 0,
    contradiction: 0,
    unreadable: 0,
  };
  const totals = { newLinks: 0, mirrors: 0, known: 0, onlySource: 0, newer: 0 };
  for (const { contradictions, ...pair } of pairs) {
    options.signal.throwIfAborted();
    const result =
      contradictions.length > 0
        ? leftAlone(pair, "contradiction", contradictions)
        : await patiently(context, options, known, () => relearnPair(context, pair, options));
    tickets[result.outcome] += 1;
    totals.newLinks += result.isNewLink ? 1 : 0;
    totals.mirrors += result.mirrors.superoffice + result.mirrors.requestor;
    totals.known += result.known;
    totals.onlySource += result.onlySource.superoffice.length + result.onlySource.requestor.length;
    totals.newer += result.newer.superoffice + result.newer.requestor;
    yield result;
  }
  return { tickets, ...totals, foreign };
}

async function patiently<Answer>(
  context: RelearnContext,
  { signal, onProgress }: RelearnOptions,
  known: Omit<RelearnProgress, "waiting">,
  call: () => Promise<Answer>,
): Promise<Answer> {
  const progress = {
    set waiting(waiting: string | null) {
      onProgress({ ...known, waiting });
    },
  };
  return await withPatience({ context, progress, stopping: signal }, call);
}
