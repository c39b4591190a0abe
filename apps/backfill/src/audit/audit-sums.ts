import type { AuditedLinkView, ReportLineView } from "@ticket-bridge/assembly";
import { sourceOf } from "@ticket-bridge/helpdesk";

import type { LinkToAudit } from "../reach/audit-desk.ts";
import type { AuditView } from "./audit-view.ts";

/** Adds up what was found ticket by ticket. */
export class AuditSums {
  compared = 0;
  failed = 0;
  should = 0;
  agree = 0;
  waiting = 0;
  readonly #classes = { same: 0, "only-source": 0, "only-target": 0, differs: 0, error: 0 };

  /** Gives the lines of the report. */
  add(link: LinkToAudit, audited: Exclude<AuditedLinkView, { kind: "outage" }>): readonly ReportLineView[] {
    const { superofficeTicketId, requestorTicketId } = link;
    const tickets = { superofficeTicketId, requestorTicketId };
    if (audited.kind === "trouble") {
      this.failed += 1;
      return [{ class: "error", ...tickets, side: null, messageId: null, reason: audited.reason }];
    }
    this.compared += 1;
    this.should += audited.should;
    this.agree += audited.agree;
    this.waiting += audited.waiting;
    for (const each of Object.keys(this.#classes) as (keyof typeof audited.classes)[]) {
      this.#classes[each] += audited.classes[each];
    }
    return audited.findings.map(({ class: of, direction, messageId, reason }) => ({
      ...{ class: of, ...tickets, side: sourceOf(direction), messageId, reason },
    }));
  }

  /** A ticket that was named is not linked. */
  addUnlinked(superofficeTicketId: string): ReportLineView {
    this.failed += 1;
    const reason = `Ticket ${superofficeTicketId} in SuperOffice is not linked.`;
    return { class: "error", superofficeTicketId, requestorTicketId: null, side: null, messageId: null, reason };
  }

  get figures(): Pick<AuditView, "should" | "agree" | "waiting" | "classes" | "parity"> {
    const { should, agree, waiting } = this;
    return { should, agree, waiting, classes: { ...this.#classes }, parity: should === 0 ? null : agree / should };
  }
}
