import { auditedLinkView, findingView } from "@ticket-bridge/assembly";
import { z } from "zod";

import { auditFigures, auditTotals, named, pageQuery, sentence, time } from "./schemas.ts";

export const acknowledge = named(
  "Acknowledge",
  z.strictObject({
    by: z
      .string({ error: "must be the name of who has looked" })
      .trim()
      .min(1, "must be the name of who has looked")
      .max(200, "must have at most 200 characters"),
  }),
);

export const acknowledged = named("Acknowledged", z.object({ acknowledged: z.int().nonnegative() }));

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

export const auditPage = named(
  "AuditPage",
  z.object({ totals: auditTotals, items: z.array(audit), nextCursor: z.string().nullable() }),
);
