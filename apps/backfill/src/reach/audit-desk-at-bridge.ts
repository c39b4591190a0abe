import { alarmView, auditedLinkView, listOfPairs, relearnStepView, sideTestView } from "@ticket-bridge/assembly";
import { sides, type Side, type TicketId } from "@ticket-bridge/helpdesk";
import { z } from "zod";

import { RelearnStoppedError, type AuditDesk } from "./audit-desk.ts";
import { BridgeRefusedError, type CallBridge } from "./call-bridge.ts";

const status = z.object({ alarms: z.array(alarmView), audit: z.object({ links: z.int() }) });
const begunRelearning = z.object({ id: z.string() });
const pageOfLinks = z.object({
  items: z.array(z.object({ id: z.string(), superofficeTicketId: z.string(), requestorTicketId: z.string() })),
  nextCursor: z.string().nullable(),
});

/** Has a running bridge compare, one link a call. */
export function auditDeskAtBridge(call: CallBridge): AuditDesk {
  /** A paused side is not asked, and nobody knows how it is. */
  const testOf = async (side: Side) => {
    try {
      return sideTestView.parse(await call("POST", `/api/sides/${side}/test`));
    } catch (error) {
      if (error instanceof BridgeRefusedError && error.status === 409) return { failure: null };
      throw error;
    }
  };
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
    check: async () => {
      for (const side of sides) {
        const { failure } = await testOf(side);
        if (failure !== null) return failure;
      }
      return null;
    },
    relearn: async function* ({ apply, pairs }, { signal, onProgress }) {
      const begun = begunRelearning.parse(await call("POST", "/api/relearnings", { apply, pairs: listOfPairs(pairs) }));
      const path = `/api/relearnings/${begun.id}`;
      let isOver = false;
      try {
        while (!isOver) {
          signal.throwIfAborted();
          const { items, progress, totals, failure } = relearnStepView.parse(await call("POST", `${path}/next`));
          isOver = totals !== null || failure !== null;
          onProgress(progress);
          yield* items;
          if (failure?.cause === "credentials" || failure?.cause === "unreachable") {
            throw new RelearnStoppedError({ cause: failure.cause, reason: failure.reason });
          }
          if (failure !== null) throw new BridgeRefusedError(500, failure.reason);
        }
      } finally {
        if (!isOver) await call("DELETE", path);
      }
    },
  };
}
