import { QueryClient } from "@tanstack/react-query";

import { ProblemError } from "./problem-error.ts";

/** Answers stay shown while they are asked for again; a refusal is final, an outage is tried again. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: false,
        networkMode: "always",
        retry: (failures, error) => failures < 2 && !(error instanceof ProblemError && error.status < 500),
        retryDelay: 700,
      },
      mutations: { networkMode: "always" },
    },
  });
}
