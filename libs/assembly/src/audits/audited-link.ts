import { DeliveryError, directions } from "@ticket-bridge/helpdesk";
import { helpdeskTrouble, reportClasses, type Alarm, type Engine } from "@ticket-bridge/sync";
import { z } from "zod";

const count = z.int().nonnegative();
const sentence = z.string();

/** Something that is not as it should be, as people and programs are shown it. */
export const findingView = z.object({
  class: z.enum(reportClasses).exclude(["same"]),
  leak: z.boolean().meta({ description: "An internal message that customers can read on the other side" }),
  told: z.boolean().meta({ description: "A held message tells a person of it already" }),
  direction: z.enum(directions),
  messageId: z.string().meta({ description: "Of the source" }),
  mirrorId: z.string().nullable(),
  reason: sentence,
});

/** What comparing a link's tickets now came to. */
export const auditedLinkView = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("compared"),
    should: count.meta({ description: "Messages that should stand on both sides by now" }),
    agree: count,
    waiting: count.meta({ description: "Messages on their way, which count as neither" }),
    classes: z.object({ same: count, "only-source": count, "only-target": count, differs: count, error: count }),
    findings: z.array(findingView),
  }),
  z.object({ kind: z.literal("trouble"), reason: sentence }).meta({ description: "The tickets cannot be compared" }),
  z
    .object({ kind: z.literal("outage"), cause: z.enum(["credentials", "unreachable"]), reason: sentence })
    .meta({ description: "A helpdesk cannot be used; nothing was compared" }),
]);

export type AuditedLinkView = z.output<typeof auditedLinkView>;

/** Compares a link's tickets now. Null: there is no such active link. */
export async function auditLinkNow(engine: Pick<Engine, "audit">, linkId: string): Promise<AuditedLinkView | null> {
  try {
    const outcome = await engine.audit(linkId);
    if (outcome === null || outcome.kind === "trouble") return outcome;
    const { should, agree, waiting, classes, findings } = outcome;
    const shown = findings.map(({ class: of, leak, told, direction, messageId, mirrorId, reason }) => ({
      ...{ class: of, leak, told, direction, messageId, mirrorId, reason },
    }));
    return { kind: "compared", should, agree, waiting, classes: { ...classes }, findings: shown };
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    return { kind: "outage", cause: helpdeskTrouble(error), reason: error.message };
  }
}

/** An internal message that was found public, which nobody has acknowledged. */
export const alarmView = z.object({
  id: z.string(),
  linkId: z.string(),
  mirrorId: z.string(),
  reason: sentence,
  raised: z.iso.datetime().meta({ description: "UTC" }),
});

export type AlarmView = z.output<typeof alarmView>;

export function viewOfAlarm({ raisedAt, ...alarm }: Alarm): AlarmView {
  return { ...alarm, raised: new Date(raisedAt).toISOString() };
}
