import type { AttentionGroup, DashboardReads } from "@ticket-bridge/store";
import { expect, it } from "vitest";

import { attentionOperations } from "./attention-groups.ts";
import { auditOperations } from "./audits.ts";
import type { ApiContext } from "./context.ts";

const groupOf = (cause: string, held: number): AttentionGroup => ({
  ...{ of: "message", cause, fingerprint: cause, held, uncertain: 0, oldestAt: 0 },
  bySource: { superoffice: held, requestor: 0 },
  example: {
    ...{ id: "1", source: { side: "superoffice", ticketId: "734" as never }, linkId: "1" },
    ...{ reason: null, visibility: null },
  },
});

it("what customers can read although it is internal stands before all else, however few they are", async () => {
  const groups = [groupOf("refused", 5), groupOf("too-large", 3), groupOf("became-internal", 1)];
  const store: Pick<DashboardReads, "attentionGroups"> = {
    attentionGroups: () => Promise.resolve({ fingerprint: "all", groups }),
  };
  const operation = attentionOperations({ store } as unknown as ApiContext).find(({ id }) => id === "getAttention");
  const answer = await operation?.handle({ query: {} } as never);
  expect(answer).toMatchObject({
    ...{ total: 9, fingerprint: "all" },
    groups: [
      { cause: "became-internal", exposes: true, advised: "skip" },
      { cause: "refused", exposes: false, advised: "retry" },
      { cause: "too-large" },
    ],
  });
});

it("a leak stands before the other findings of its tickets", async () => {
  const findingOf = (messageId: string, leak: boolean) => ({
    ...{ class: "differs", leak, told: false, direction: "superoffice-to-requestor", messageId },
    ...{ mirrorId: null, reason: "They differ." },
  });
  const audit = {
    ...{ linkId: "1", auditedAt: null, should: 0, agree: 0 },
    findings: [findingOf("1", false), findingOf("2", true), findingOf("3", false)],
  };
  const store = { getAudit: () => Promise.resolve(audit) };
  const operation = auditOperations({ store } as unknown as ApiContext).find(({ id }) => id === "getAudit");
  expect(await operation?.handle({ params: { id: "1" } } as never)).toMatchObject({
    findings: [{ messageId: "2" }, { messageId: "1" }, { messageId: "3" }],
  });
});
