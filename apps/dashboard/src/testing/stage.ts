import type { Browser } from "playwright-core";

import type { RunningBridge } from "./running-bridge.ts";
import type { Visitor } from "./visitor.ts";

/** What the scenes of a spec share, so that each costs only what it does itself. */
export interface Stage {
  readonly bridge: RunningBridge;
  readonly browser: Browser;
  /** Signed in with ADMIN_TOKEN. */
  readonly administrator: Visitor;
}

interface NewPair {
  readonly title: string;
  readonly takesInternal?: boolean;
  readonly customer?: { readonly name: string; readonly email: string };
}

/** Two tickets of one story, not linked yet. */
export function newPair({ bridge }: Stage, { title, takesInternal = true, customer }: NewPair) {
  const superoffice = bridge.superoffice.control.createTicket({ title, ...(customer && { customer }) }).id;
  const requestor = bridge.requestor.control.createTicket({
    subject: title,
    isPrivateMessageSupported: takesInternal,
  }).id;
  const link = async () => {
    const body = { superofficeTicketId: superoffice, requestorTicketId: requestor };
    return (await bridge.call<{ id: string }>("POST", "/api/links", body)).id;
  };
  return { superoffice, requestor, link };
}
