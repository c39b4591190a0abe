import { useQuery } from "@tanstack/react-query";

import { answerOf, api } from "./client.ts";

export function useSettings() {
  return useQuery({ queryKey: ["status", "settings"], queryFn: () => answerOf(api.GET("/api/settings")) });
}
