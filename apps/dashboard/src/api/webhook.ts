import { useQuery } from "@tanstack/react-query";

import { answerOf, api } from "./client.ts";
import { useAct } from "./use-act.ts";

export function useWebhook() {
  return useQuery({
    queryKey: ["sides", "webhook"],
    queryFn: () => answerOf(api.GET("/api/sides/superoffice/webhook")),
    // It is read from SuperOffice, whose calls are counted.
    staleTime: 60_000,
  });
}

export function useRegisterWebhook() {
  return useAct({
    act: () => answerOf(api.POST("/api/sides/superoffice/webhook")),
    done: ({ sentence }) => sentence,
  });
}
