import { auditedLinkView, findingView } from "@ticket-bridge/assembly";
import { z } from "zod";

import { named } from "./named.ts";
import { count, pageOf, pageQuery, sentence, time } from "./words.ts";

const auditFigures = {
  parity: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .meta({ description: "Messages that agree over messages that should; null while none should" }),
  should: count.meta({ description: "Messages that should stand on both sides by now" }),
  agree: count,
  waiting: count.meta({ description: "Messages on their way, which count as neither" }),
  classes: z.object({ same: count, "only-source": count, "only-target": count, differs: count, error: count }),
};

export const auditTotals = named(
  "AuditTotals",
  z.object({
    ...auditFigures,
    links: count,
    audited: count.meta({ description: "Links that were compared at least once" }),
    troubled: count.meta({
      description: "Links a ticket of which could not be read; what they hold does not count as agreeing",
    }),
    oldestAudited: time.nullable().meta({ description: "When the link was compared that was compared longest ago" }),
  }),
);

export const acknowledge = named(
  "Acknowledge",
  z.strictObject({
    by: z
      .string({ error: "must be the name of who has looked" })
      .trim()
      .min(1, "must be the name of who has looked")
      .max(200, "must have at most 200 characters"),
    alarms: z
      .array(z.string(), { error: "must be a list of the ids of the alarms that were looked at" })
      .min(1, "must name the alarms that were looked at, as the status tells their ids")
      .max(1_000, "must name at most 1,000 alarms"),
  }),
);

export const acknowledged = named("Acknowledged", z.object({ acknowledged: count }));

export const auditsQuery = z.strictObject({
  findings: z
    .enum(["only"], { error: "must be only" })
    .optional()
    .meta({ description: "only: links with something that is not as it should be" }),
  ...pageQuery,
});

const finding = named("Finding", findingView);

export const auditedLink = named("AuditedLink", auditedLinkView);

export const audit = named(
  "Audit",
  z.object({
    linkId: z.string(),
    superofficeTicketId: z.string(),
    requestorTicketId: z.string(),
    audited: time.nullable().meta({ description: "null while its first comparison is not over" }),
    ...auditFigures,
    trouble: sentence.nullable().meta({ description: "Why the tickets could not be compared the last time" }),
    findings: z.array(finding).meta({ description: "At most 50; the classes count all" }),
  }),
);

export const auditPage = named("AuditPage", pageOf(audit).extend({ totals: auditTotals }));
