import { answerOf, api } from "./client.ts";
import { useAct } from "./use-act.ts";
import { usePages } from "./use-pages.ts";

export function useAudits(findingsOnly: boolean) {
  return usePages(["audit", "list", findingsOnly], (cursor) =>
    answerOf(api.GET("/api/audit", { params: { query: { cursor, findings: findingsOnly ? "only" : undefined } } })),
  );
}

export function useAuditLink() {
  return useAct({
    act: ({ linkId }: { readonly linkId: string }) =>
      answerOf(api.POST("/api/links/{id}/audit", { params: { path: { id: linkId } } })),
    done: (outcome) => (outcome.kind === "compared" ? "Both tickets were compared." : outcome.reason),
  });
}

export function useAcknowledgeAlarms() {
  return useAct({
    act: (body: { readonly by: string; readonly alarms: string[] }) =>
      answerOf(api.POST("/api/alarm/acknowledge", { body })),
    done: () => "Acknowledged. Public messages are written again.",
  });
}
