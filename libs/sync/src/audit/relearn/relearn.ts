import { readOnly } from "../../read-only-helpdesk.ts";
import { unhurried } from "../../unhurried-helpdesks.ts";
import { findPairs } from "./find-pairs.ts";
import { leftAlone, relearnPair, type RelearnContext } from "./relearn-pair.ts";
import type { RelearnedTicket, RelearnOptions, RelearnOutcome, RelearnTotals } from "./words.ts";

/**
 * Makes links and the id map anew from the markers on both sides, after the database was lost or restored from an old
 * backup: gives what became of each pair of tickets, one at a time, and at the end the sums. It writes nothing to either
 * helpdesk. The same again changes nothing. Rejects with DeliveryError when a helpdesk does not answer, and with the
 * signal's reason; what was stored until then stays.
 */
export async function* relearn(
  parts: RelearnContext,
  options: RelearnOptions,
): AsyncGenerator<RelearnedTicket, RelearnTotals, void> {
  const { superoffice, requestor } = unhurried(parts.helpdesks);
  const context = { ...parts, helpdesks: { superoffice: readOnly(superoffice), requestor: readOnly(requestor) } };
  const { pairs, foreign } = await findPairs(context.helpdesks.superoffice, parts.identity, options);
  const tickets: Record<RelearnOutcome, number> = {
    relearned: 0,
    known: 0,
    nothing: 0,
    contradiction: 0,
    unreadable: 0,
  };
  const totals = { newLinks: 0, mirrors: 0, known: 0, onlySource: 0 };
  for (const { contradictions, ...pair } of pairs) {
    options.signal.throwIfAborted();
    const result =
      contradictions.length > 0
        ? leftAlone(pair, "contradiction", contradictions)
        : await relearnPair(context, pair, options);
    tickets[result.outcome] += 1;
    totals.newLinks += result.isNewLink ? 1 : 0;
    totals.mirrors += result.mirrors.superoffice + result.mirrors.requestor;
    totals.known += result.known;
    totals.onlySource += result.onlySource.superoffice.length + result.onlySource.requestor.length;
    yield result;
  }
  return { tickets, ...totals, foreign };
}
