import { sideName } from "../words/sides.ts";
import { answerOf, api } from "./client.ts";
import type { Side } from "./shapes.ts";
import { useAct } from "./use-act.ts";

export function usePauseSide() {
  return useAct({
    act: ({ side, paused }: { readonly side: Side; readonly paused: boolean }) => {
      const params = { path: { side } };
      return answerOf(
        paused ? api.POST("/api/sides/{side}/pause", { params }) : api.POST("/api/sides/{side}/resume", { params }),
      );
    },
    done: ({ side, paused }) => (paused ? `${sideName(side)} is paused.` : `${sideName(side)} is resumed.`),
  });
}

/** Tries a helpdesk out; the steps stand where it was asked for. */
export function useTestSide() {
  return useAct({
    act: ({ side }: { readonly side: Side }) =>
      answerOf(api.POST("/api/sides/{side}/test", { params: { path: { side } } })),
  });
}
