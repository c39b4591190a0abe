import { setTimeout as delay } from "node:timers/promises";

import { startRequestorSimulator, startSuperOfficeSimulator } from "@ticket-bridge/simulators";

import { serve } from "../process/serve.ts";
import type { TicketPair, TrafficPlan } from "./plan.ts";
import { Traffic, type TrafficResult, type TrafficSeen } from "./traffic.ts";

/*
 * Both helpdesks and the people who write in them, in a process of their own: so there is one clock for source and
 * target, and what the helpdesks cost stands apart from what the bridge costs.
 */
const superoffice = await startSuperOfficeSimulator({ webhooks: { requireHttps: false } });
// Its web server's own limit holds 22 MB of files in base64; the largest file of the bench is 25 MB.
const requestor = await startRequestorSimulator({ maxBodyBytes: 40_000_000 });
const controls = { superoffice: superoffice.control, requestor: requestor.control };
const addresses = { superoffice: superoffice.url, requestor: requestor.url };
const editedAfterMs = 1_100;
let runs = 0;
let backlog: Traffic | null = null;
let seeing: (() => TrafficSeen) | null = null;

const handlers = {
  addresses: (): Readonly<Record<"superoffice" | "requestor", string>> => addresses,

  openTickets: (count: number): readonly TicketPair[] =>
    Array.from({ length: count }, (_, at) => {
      const subject = `Order ${at}`;
      const customer = { name: "Jane Doe", email: "jane@example.com" };
      return {
        superoffice: controls.superoffice.createTicket({ title: subject, customer }).id,
        requestor: controls.requestor.createTicket({ subject, from: "jane" }).id,
      };
    }),

  /** Has every change told to the bridge at this address. */
  tell: async ({ url, secret }: { url: string; secret: string }): Promise<void> => {
    controls.requestor.webhook({ url: `${url}/hooks/requestor`, secret, form: "id" });
    await controls.superoffice.registerWebhook({ targetUrl: `${url}/hooks/superoffice`, secret });
  },

  traffic: (plan: TrafficPlan): Promise<TrafficResult> => new Traffic(controls, plan, nextRun()).run(),

  /** Has the plan's messages written and mirrored, then each of them edited. What is told is of the edits. */
  edits: async (plan: TrafficPlan): Promise<TrafficResult> => {
    const written = new Traffic(controls, plan, nextRun());
    await written.run();
    // SuperOffice's ChangedAt counts in seconds: an edit in the second of the message's own writing shows in no listing.
    await delay(editedAfterMs);
    return await new Traffic(controls, plan, nextRun(), written.messageIds).run();
  },

  placeBacklog: (plan: TrafficPlan): void => {
    backlog = new Traffic(controls, plan, nextRun());
    backlog.place();
  },

  drainBacklog: async (): Promise<TrafficResult> => {
    if (backlog === null) throw new RangeError("There is no backlog.");
    return await backlog.drained();
  },

  /** Sees what becomes of the placed messages, without waiting for it. */
  watchBacklog: (): void => {
    seeing = backlog?.watch() ?? null;
  },

  /** What was seen since then; it is over now. */
  backlogSeen: (): TrafficSeen => {
    if (seeing === null) throw new RangeError("Nothing is watched.");
    return seeing();
  },
};

export type DesksProcess = typeof handlers;

function nextRun(): number {
  runs += 1;
  return runs;
}

serve(handlers);
