import type { TicketId } from "@ticket-bridge/helpdesk";

import type { ReportClass } from "../backfill/words.ts";
import type { Finding } from "../decide/compare-ticket.ts";
import type { LinkMap } from "./audit-map.ts";
import type { Page } from "./link-store.ts";

/** So many findings of a link are kept; the classes count all of them. */
export const keptFindings = 50;

/** What the last comparison of a link's tickets found. */
export interface Audit {
  readonly linkId: string;
  readonly superofficeTicketId: TicketId;
  readonly requestorTicketId: TicketId;
  /** Milliseconds since 1970 UTC; null while its first comparison is not over. */
  readonly auditedAt: number | null;
  readonly should: number;
  readonly agree: number;
  readonly waiting: number;
  readonly classes: Readonly<Record<ReportClass, number>>;
  /** Why the tickets could not be compared the last time, a sentence; the figures are of the time before. */
  readonly trouble: string | null;
  /** At most {@link keptFindings}. */
  readonly findings: readonly Finding[];
}

/** Over all active links. */
export interface AuditTotals extends Pick<Audit, "should" | "agree" | "waiting" | "classes"> {
  readonly links: number;
  /** Links that were compared at least once. */
  readonly audited: number;
  /** Links a ticket of which could not be read the last time: what they hold does not count as agreeing. */
  readonly troubled: number;
  /** The link that was compared longest ago; null before the first comparison. */
  readonly oldestAuditedAt: number | null;
}

/** A link whose comparison was claimed. */
export interface AuditClaim {
  readonly linkId: string;
  readonly superofficeTicketId: TicketId;
  readonly requestorTicketId: TicketId;
}

export interface ClaimAuditOptions {
  /** Nobody else claims it for so long. */
  readonly leaseMs: number;
  /** Links that were compared since are left out. */
  readonly notWithinMs: number;
  /** The same of a link that was compared amid delivery and of which nothing waits any more: what its comparison says is past. */
  readonly crossedWithinMs: number;
}

export type AuditOutcome =
  | ({ readonly kind: "compared" } & Pick<Audit, "should" | "agree" | "waiting" | "classes" | "findings">)
  | { readonly kind: "trouble"; readonly reason: string };

/** An internal message that was found public on the other side. */
export interface Alarm {
  readonly id: string;
  readonly linkId: string;
  readonly mirrorId: string;
  readonly reason: string;
  readonly raisedAt: number;
}

export interface AuditStore {
  /** All that is known of a link's messages; null when there is no active link with this id. */
  linkMap(linkId: string): Promise<LinkMap | null>;

  /**
   * The link that is to be compared next: one that never was, those with a message in the last hours first, else the one
   * whose comparison is the longest ago, which counts four times for those. Links and sides that are paused are left out,
   * and links that show already why a ticket of theirs cannot be read, which the totals tell.
   */
  claimAudit(options: ClaimAuditOptions): Promise<AuditClaim | null>;

  /** Ends a claim, if there is one. Nothing is stored of a link that is gone. */
  recordAudit(linkId: string, outcome: AuditOutcome): Promise<void>;

  /** Gives a claim back that came to nothing: the link is due as it was before. */
  releaseAudit(linkId: string): Promise<void>;

  /**
   * `leaks`: the mirrors that were found public though their sources are internal, all of this link's; `undecided`: those
   * of which that could not be told. Raises an alarm for each leak that has none yet, and ends those of the link's other
   * mirrors. From then on nothing public is written, by any process, until somebody acknowledges. True when one was
   * raised.
   */
  recordLeaks(
    linkId: string,
    leaks: readonly { mirrorId: string; reason: string }[],
    undecided?: readonly string[],
  ): Promise<boolean>;

  /** Alarms that nobody has acknowledged, the oldest first. */
  standingAlarms(): Promise<readonly Alarm[]>;

  /**
   * A person has looked at these alarms. With the last one public messages are written again, and every lane that waits
   * for that is due. Gives how many of them nobody had acknowledged before.
   */
  acknowledgeAlarms(by: string, ids: readonly string[]): Promise<number>;

  /** Those with something that is not as it should be, or all; newest link first. */
  listAudits(
    filter: { readonly onlyFindings: boolean },
    options: { cursor: string | null; limit: number },
  ): Promise<Page<Audit>>;
  /** Null when there is no such active link; with `auditedAt` null when it was not compared yet. */
  getAudit(linkId: string): Promise<Audit | null>;
  auditTotals(): Promise<AuditTotals>;
}
