import type { Side } from "@ticket-bridge/helpdesk";

import type { TrafficPlan } from "../desks/plan.ts";
import { serve } from "../process/serve.ts";
import { bareHelpdesks } from "./bare-helpdesks.ts";
import { BareLoop } from "./bare-loop.ts";

let loop: BareLoop | null = null;

const handlers = {
  begin: ({ urls, concurrency }: { urls: Readonly<Record<Side, string>>; concurrency: number }): void => {
    loop = new BareLoop(bareHelpdesks(urls, concurrency), concurrency);
  },
  live: async (plan: TrafficPlan): Promise<void> => await loop?.live(plan),
  backlog: async (plan: TrafficPlan): Promise<void> => await loop?.backlog(plan),
};

export type FloorProcess = typeof handlers;

serve(handlers);
