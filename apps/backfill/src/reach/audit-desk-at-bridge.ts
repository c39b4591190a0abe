import { alarmView, auditedLinkView } from "@ticket-bridge/assembly";
import type { TicketId } from "@ticket-bridge/helpdesk";
import { z } from "zod";

import type { AuditDesk } from "./audit-desk.ts";
import { BridgeRefusedError, type CallBridge } from "./call-bridge.ts";

const status = z.object({ alarms: z.array(alarmView), audit: z.object({ links: z.int() }) });
const pageOfLinks = z.object({
  items: z.array(z.object({ id: z.string(), superofficeTicketId: z.string(), requestorTicketId: z.string() })),
  nextCursor: z.string().nullable(),
});

/** Has a running bridge compare, one link a call. */
export function auditDeskAtBridge(call: CallBridge): AuditDesk {
  const look = async () => status.parse(await call("GET", "/api/status"));
  return {
    alarms: async () => (await look()).alarms,
    count: async () => (await look()).audit.links,
    links: async function* (tickets) {
      let cursor: string | null = null;
      do {
        const place: string = cursor === null ? "" : `&cursor=${cursor}`;
        const page: z.output<typeof pageOfLinks> = pageOfLinks.parse(await call("GET", `/api/links?limit=200${place}`));
        for (const { id, ...link } of page.items) {
          if (tickets === null || tickets.has(link.superofficeTicketId as TicketId)) yield { ...link, linkId: id };
        }
        cursor = page.nextCursor;
      } while (cursor !== null);
    },
    audit: async (linkId) => {
      try {
        return auditedLinkView.parse(await call("POST", `/api/links/${linkId}/audit`));
      } catch (error) {
        if (error instanceof BridgeRefusedError && error.status === 404) return null;
        throw error;
      }
    },
  };
}
