import { useQuery } from "@tanstack/react-query";

import { countOf } from "../words/numbers.ts";
import { answerOf, api } from "./client.ts";
import type { AttentionAct } from "./shapes.ts";
import { useAct } from "./use-act.ts";

export type AttentionFilter = AttentionAct["filter"];

export function useAttention(filter: AttentionFilter) {
  return useQuery({
    queryKey: ["attention", filter],
    queryFn: () => answerOf(api.GET("/api/attention", { params: { query: filter } })),
  });
}

export function useActOnAttention() {
  return useAct({
    act: (body: AttentionAct) => answerOf(api.POST("/api/attention/act", { body })),
    done: ({ done, refused }, { act }) => {
      const what = `${countOf(done, "item")} ${act === "retry" ? "tried again" : "skipped"}.`;
      const [first] = refused;
      return first === undefined
        ? what
        : `${what} ${countOf(refused.length, "other")} refused; the first: ${first.reason}`;
    },
    tellRefusal: false,
  });
}
