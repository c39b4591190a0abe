import { auditLinkNow, viewOfAlarm } from "@ticket-bridge/assembly";
import { Engine, type EngineParts, type Page } from "@ticket-bridge/sync";

import type { AuditDesk, LinkToAudit } from "./audit-desk.ts";

const pageSize = 100;

/** Compares in this process, by an engine that is not started: nothing is captured or delivered here. */
export function auditDeskHere(parts: EngineParts): AuditDesk {
  const engine = new Engine(parts);
  const { store } = parts;
  return {
    alarms: async () => (await store.standingAlarms()).map(viewOfAlarm),
    count: async () => (await store.auditTotals()).links,
    links: async function* (tickets) {
      if (tickets !== null) {
        for (const id of tickets) {
          const link = await store.linkOfTicket("superoffice", id);
          if (link !== null) yield link;
        }
        return;
      }
      let cursor: string | null = null;
      do {
        const page: Page<{ id: string } & Omit<LinkToAudit, "linkId">> = await store.listLinks({
          ...{ cursor, limit: pageSize },
        });
        for (const { id, ...link } of page.items) yield { ...link, linkId: id };
        cursor = page.nextCursor;
      } while (cursor !== null);
    },
    audit: (linkId) => auditLinkNow(engine, linkId),
  };
}
