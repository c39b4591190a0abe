import { setTimeout as delay } from "node:timers/promises";

import type { AuditedLinkView, ReportLineView } from "@ticket-bridge/assembly";
import type { TicketId } from "@ticket-bridge/helpdesk";

import { ticketName } from "../output/ticket-name.ts";
import type { AuditDesk, LinkToAudit } from "../reach/audit-desk.ts";
import type { AuditSums } from "./audit-sums.ts";
import type { AuditView } from "./audit-view.ts";

export interface Walk {
  readonly desk: Pick<AuditDesk, "links" | "audit">;
  readonly tickets: ReadonlySet<TicketId> | null;
  readonly sums: AuditSums;
  /** What the progress tells of the moment. */
  readonly now: { done: number; current: string | null; waiting: string | null };
  readonly onLines: (lines: readonly ReportLineView[]) => Promise<void>;
  /** Aborted: the tickets in flight are finished, and no other is begun. */
  readonly signal: AbortSignal;
}

type Outage = Pick<AuditView, "reason"> & { readonly stopCause: "credentials" | "unreachable" };

const ticketsAtOnce = 4;
const againMs = 1_000;
/** A single refusal may be an accident. */
const patienceAtStartMs = 2_500;
/** As long as a backfill waits for a helpdesk. */
const patienceMs = 10 * 60_000;

/** Compares one linked ticket after the other. Null: all, or until told to stop; else why it could not go on. */
export async function auditLinks(walk: Walk): Promise<Outage | null> {
  const links = walk.desk.links(walk.tickets);
  const found = new Set<string>();
  const end: { outage: Outage | null; hasFailed: boolean } = { outage: null, hasFailed: false };
  const isOver = () => walk.signal.aborted || end.outage !== null || end.hasFailed;
  const work = async () => {
    while (!isOver()) {
      const next = await links.next();
      if (next.done === true) return;
      if (walk.tickets !== null) found.add(next.value.superofficeTicketId);
      const outage = await auditOne(walk, next.value, isOver);
      if (outage !== null) end.outage = outage;
    }
  };
  const failed = (error: unknown) => {
    end.hasFailed = true;
    throw error;
  };
  const workers = await Promise.allSettled(Array.from({ length: ticketsAtOnce }, () => work().catch(failed)));
  for (const worker of workers) if (worker.status === "rejected") throw worker.reason;
  if (isOver()) return end.outage;
  for (const id of walk.tickets ?? []) {
    if (!found.has(id)) await walk.onLines([walk.sums.addUnlinked(id)]);
  }
  return null;
}

/** Asks again while a helpdesk is away. Null: the link was compared, or is gone, or nothing more is wanted. */
async function auditOne(walk: Walk, link: LinkToAudit, isOver: () => boolean): Promise<Outage | null> {
  const { desk, sums, now, onLines, signal } = walk;
  now.current = ticketName(link);
  const since = performance.now();
  for (;;) {
    const audited: AuditedLinkView | null = await desk.audit(link.linkId);
    if (audited?.kind !== "outage") {
      now.waiting = null;
      now.done += 1;
      if (audited !== null) await onLines(sums.add(link, audited));
      return null;
    }
    const { cause: stopCause, reason } = audited;
    now.waiting = reason;
    const patience = now.done === 0 ? patienceAtStartMs : patienceMs;
    if (performance.now() - since >= patience) return { stopCause, reason };
    await delay(againMs, undefined, { signal }).catch(() => undefined);
    if (isOver()) return null;
  }
}
