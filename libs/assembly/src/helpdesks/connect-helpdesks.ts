import { sides, type CallBudget, type Side } from "@ticket-bridge/helpdesk";
import { createHttpClient, type HttpClient, type PacedBudgets, type Timeouts } from "@ticket-bridge/http";
import { createRequestor, type Requestor } from "@ticket-bridge/requestor";
import { createSuperOffice, type SuperOffice } from "@ticket-bridge/superoffice";
import type { Clock } from "@ticket-bridge/sync";

import type { BridgeConfig } from "../config/config.ts";
import { StartError } from "../start-error.ts";
import { version } from "../version.ts";

export interface Helpdesks {
  readonly superoffice: SuperOffice;
  readonly requestor: Requestor;
}

/** Both adapters over their own sockets; nothing is called yet. Throws StartError for settings an adapter refuses. */
export function connectHelpdesks(
  config: BridgeConfig,
  parts: {
    bridgeId: string;
    budgets: Readonly<Record<Side, CallBudget>>;
    clock: Clock;
    timeouts?: Timeouts;
    /** What a process that carries history keeps besides the budgets. */
    pace?: Pick<PacedBudgets, "paced">;
  },
): { helpdesks: Helpdesks; close: () => Promise<void> } {
  const client = (side: Side): HttpClient =>
    createHttpClient({
      side,
      budget: parts.pace?.paced(parts.budgets[side]) ?? parts.budgets[side],
      userAgent: `ticket-bridge/${version}`,
      now: () => parts.clock.now(),
      ...(parts.timeouts && { timeouts: parts.timeouts }),
    });
  const clients = { superoffice: client("superoffice"), requestor: client("requestor") };
  const close = async () => {
    await Promise.all(sides.map((side) => clients[side].close()));
  };
  try {
    const helpdesks: Helpdesks = {
      superoffice: createSuperOffice({
        url: config.superoffice.url,
        auth: config.superoffice.auth,
        http: clients.superoffice,
        clock: () => parts.clock.now(),
        bridgeId: parts.bridgeId,
        notify: config.superoffice.notify,
      }),
      requestor: createRequestor({
        url: config.requestor.url,
        username: config.requestor.username,
        password: config.requestor.password,
        wire: config.requestor.wire,
        newTickets: config.requestor.newTickets,
        attachmentUrl: config.requestor.attachmentUrl ?? null,
        ...(config.requestor.mostAttachmentBytes !== undefined && {
          mostAttachmentBytes: config.requestor.mostAttachmentBytes,
        }),
        http: clients.requestor,
        clock: () => parts.clock.monotonic(),
      }),
    };
    return { helpdesks, close };
  } catch (error) {
    void close();
    if (error instanceof TypeError) throw new StartError([error.message], error);
    throw error;
  }
}
