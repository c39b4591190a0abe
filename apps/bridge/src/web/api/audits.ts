import { auditLinkNow } from "@ticket-bridge/assembly";
import type { Audit, AuditTotals } from "@ticket-bridge/sync";

import { Problem } from "../problem.ts";
import { isoOrNull } from "./as-json.ts";
import type { ApiContext } from "./context.ts";
import { linkInWords } from "./in-words.ts";
import { operation, type AnyOperation } from "./operation.ts";
import * as schemas from "./schemas/audits.ts";
import { parameters } from "./schemas/words.ts";

export function auditOperations(context: ApiContext): AnyOperation[] {
  return [listAudits, getAudit, auditLink, acknowledge].map((make) => make(context));
}

function listAudits({ store, auditTotals }: ApiContext): AnyOperation {
  return operation({
    id: "listAudits",
    method: "get",
    path: "/api/audit",
    summary: "Whether both sides hold the same: the figures over all links, and links page by page, newest first",
    query: schemas.auditsQuery,
    success: { status: 200, description: "The totals and a page", schema: schemas.auditPage },
    problems: {},
    handle: async ({ query }) => {
      const options = { cursor: query.cursor ?? null, limit: query.limit };
      const [totals, page] = await Promise.all([
        auditTotals.get(),
        store.listAudits({ onlyFindings: query.findings === "only" }, options),
      ]);
      return { totals: totalsAsJson(totals), items: page.items.map(auditAsJson), nextCursor: page.nextCursor };
    },
  });
}

function getAudit({ store }: ApiContext): AnyOperation {
  return operation({
    id: "getAudit",
    method: "get",
    path: "/api/links/{id}/audit",
    summary: "What the last comparison of a link's tickets found",
    params: parameters.rowId,
    success: { status: 200, description: "The comparison", schema: schemas.audit },
    problems: { 404: "No such link" },
    handle: async ({ params }) => {
      const audit = await store.getAudit(params.id);
      if (audit === null) throw Problem.of(404, "id", `There is no link ${params.id}.`);
      return auditAsJson(audit);
    },
  });
}

function auditLink({ audit, store, auditTotals }: ApiContext): AnyOperation {
  return operation({
    id: "auditLink",
    method: "post",
    path: "/api/links/{id}/audit",
    summary: "Compare a link's tickets now; the answer comes when that is done",
    params: parameters.rowId,
    success: { status: 200, description: "What was found", schema: schemas.auditedLink },
    problems: { 404: "No such link" },
    routine: "for-commands",
    describe: async ({ params }) => ({
      what: `Compare ${await linkInWords(store, params.id)}.`,
      target: { kind: "link", id: params.id },
    }),
    handle: async ({ params }) => {
      const audited = await auditLinkNow({ audit }, params.id);
      auditTotals.forget();
      if (audited === null) throw Problem.of(404, "id", `There is no link ${params.id}.`);
      return audited;
    },
  });
}

function acknowledge({ store, log, pausesChanged }: ApiContext): AnyOperation {
  return operation({
    id: "acknowledgeAlarms",
    method: "post",
    path: "/api/alarm/acknowledge",
    summary: "A person has looked at what was found public: public messages are written again",
    body: schemas.acknowledge,
    success: { status: 200, description: "How many alarms that were", schema: schemas.acknowledged },
    problems: {},
    describe: ({ body: { by, alarms } }) => ({
      what: `Let public messages be written again: ${by} has looked at ${alarms.length === 1 ? "alarm" : "alarms"} ${alarms.join(", ")}.`,
      target: alarms.length === 1 && alarms[0] !== undefined ? { kind: "alarm", id: alarms[0] } : null,
    }),
    handle: async ({ body }) => {
      const acknowledged = await store.acknowledgeAlarms(body.by, body.alarms);
      await pausesChanged();
      if (acknowledged > 0) log.warn({ by: body.by, alarms: acknowledged }, "Alarms acknowledged.");
      return { acknowledged };
    },
    onSeveral: ({ acknowledged }: { acknowledged: number }, { body: { alarms } }) => ({
      done: acknowledged,
      refused: Array.from({ length: new Set(alarms).size - acknowledged }, () => ({
        reason: "No such alarm stands any more.",
      })),
    }),
  });
}

export function totalsAsJson({ oldestAuditedAt, ...totals }: AuditTotals) {
  return { ...totals, parity: parityOf(totals), oldestAudited: isoOrNull(oldestAuditedAt) };
}

/** Messages that agree over messages that should; null while none should. */
function parityOf({ agree, should }: Pick<AuditTotals, "agree" | "should">): number | null {
  return should === 0 ? null : agree / should;
}

function auditAsJson({ auditedAt, findings, ...audit }: Audit) {
  return {
    ...audit,
    parity: parityOf(audit),
    audited: isoOrNull(auditedAt),
    findings: findings
      .toSorted((a, b) => Number(b.leak) - Number(a.leak))
      .map(({ class: of, leak, told, direction, messageId, mirrorId, reason }) => ({
        ...{ class: of, leak, told, direction, messageId, mirrorId, reason },
      })),
  };
}
