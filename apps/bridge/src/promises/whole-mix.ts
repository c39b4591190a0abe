import type { BodyAlteration, FaultMix, FaultSpans } from "@ticket-bridge/simulators";

import type { TwoHelpdesks } from "./two-helpdesks.ts";

/** Late commits land within the second for which the bridge of these tests takes an unanswered write to be open. */
const spans: Partial<FaultSpans> = {
  latency: [5, 150],
  lateCommit: [50, 600],
  timeout: [100, 900],
  outage: [200, 900],
  lateVisible: [50, 900],
  webhookDelay: [20, 500],
};

/** What both helpdesks may do to a body at once; a paragraph around everything would be read as another text. */
export const rewriting: BodyAlteration = {
  reindent: true,
  changeEntities: true,
  stripComments: true,
  trimTrailingSpace: true,
};

/** Both helpdesks break at random by their seeds, each by its own. */
export function unleash({ superoffice, requestor }: TwoHelpdesks, mix: FaultMix): void {
  superoffice.control.unleash({ spans, ...mix });
  requestor.control.unleash({ spans, ...mix, seed: mix.seed + 1_000 });
}

/** Ends the mix of both; what is under way in them still lands. */
export async function calm({ superoffice, requestor }: TwoHelpdesks): Promise<void> {
  await Promise.all([superoffice.control.calm(), requestor.control.calm()]);
}

/** How many faults both have thrown since their records were cleared. */
export function faultsMet({ superoffice, requestor }: TwoHelpdesks): number {
  return superoffice.control.faultCounts().total + requestor.control.faultCounts().total;
}
