import { reportClasses } from "@ticket-bridge/sync";
import { z } from "zod";

import { auditFigures, auditTotals, direction, named, pageQuery, sentence, time } from "./schemas.ts";

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

const finding = named(
  "Finding",
  z.object({
    class: z.enum(reportClasses).exclude(["same"]),
    leak: z.boolean().meta({ description: "An internal message that customers can read on the other side" }),
    told: z.boolean().meta({ description: "A held message tells a person of it already" }),
    direction,
    messageId: z.string().meta({ description: "Of the source" }),
    mirrorId: z.string().nullable(),
    reason: sentence,
  }),
);

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
