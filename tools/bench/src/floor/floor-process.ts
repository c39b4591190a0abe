import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

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
  /** Answers every webhook and forgets it, so that the helpdesks have the work that a bridge makes them. Gives its address. */
  hear: async (): Promise<string> => {
    const server = createServer((request, response) => request.resume().once("end", () => response.end()));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  },
  live: async (plan: TrafficPlan): Promise<void> => await loop?.live(plan),
  backlog: async (plan: TrafficPlan): Promise<void> => await loop?.backlog(plan),
};

export type FloorProcess = typeof handlers;

serve(handlers);
