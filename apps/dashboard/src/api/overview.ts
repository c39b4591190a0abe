import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { answerOf, api } from "./client.ts";

export const spans = ["hour", "day", "week"] as const;
export type Span = (typeof spans)[number];

export function useOverview() {
  return useQuery({ queryKey: ["overview", "now"], queryFn: () => answerOf(api.GET("/api/overview")) });
}

export function useThroughput(span: Span) {
  return useQuery({
    queryKey: ["overview", "throughput", span],
    queryFn: () => answerOf(api.GET("/api/throughput", { params: { query: { span } } })),
    placeholderData: keepPreviousData,
  });
}
