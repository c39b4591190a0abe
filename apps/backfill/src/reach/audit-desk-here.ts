import { auditLinkNow, outageOf, StartError, viewOfAlarm, viewOfRelearned } from "@ticket-bridge/assembly";
import { sideName } from "@ticket-bridge/helpdesk";
import { checkSides, Engine, relearn, type EngineParts, type Page } from "@ticket-bridge/sync";

import { RelearnStoppedError, type AuditDesk, type LinkToAudit } from "./audit-desk.ts";

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
    check: async (signal) => {
      try {
        await checkSides(parts, signal);
        return null;
      } catch (error) {
        const outage = outageOf(error);
        if (outage === null && !signal.aborted) throw error;
        return outage;
      }
    },
    relearn: async function* (wish, { signal, onProgress }) {
      await refusePaused(parts);
      try {
        for await (const ticket of relearn(parts, { ...wish, signal, onProgress })) yield viewOfRelearned(ticket);
      } catch (error) {
        const outage = outageOf(error);
        throw outage === null ? error : new RelearnStoppedError(outage, error);
      }
    },
  };
}

async function refusePaused({ store }: EngineParts): Promise<void> {
  const paused = (await store.sideStandings()).find((standing) => standing.paused);
  if (paused === undefined) return;
  throw new StartError([`${sideName(paused.side)} is paused and would have to be read; resume it first.`]);
}
