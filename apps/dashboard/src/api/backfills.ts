import { useQuery } from "@tanstack/react-query";

import { answerOf, api } from "./client.ts";
import type { Backfill, NewBackfill } from "./shapes.ts";
import { useAct } from "./use-act.ts";
import { usePages } from "./use-pages.ts";

/**
 * A run moves on without being told of by the bridge's events, one that is stopped too, by what it began; and nobody
 * tells that the process that carries it out was killed.
 */
const workingMs = 1_000;
const stillStandings: ReadonlySet<Backfill["standing"]> = new Set(["planned", "finished"]);

export function useBackfills() {
  return usePages(["backfills", "list"], (cursor) =>
    answerOf(api.GET("/api/backfills", { params: { query: { cursor } } })),
  );
}

export function useBackfill(id: string) {
  return useQuery({
    queryKey: ["backfills", "one", id],
    queryFn: () => answerOf(api.GET("/api/backfills/{id}", { params: { path: { id } } })),
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.isWorking || !stillStandings.has(data.standing) ? workingMs : false,
  });
}

export function useBackfillReport(id: string) {
  return usePages(["backfills", "report", id], (cursor) =>
    answerOf(api.GET("/api/backfills/{id}/report", { params: { path: { id }, query: { cursor } } })),
  );
}

export function useCreateBackfill() {
  return useAct({
    act: (body: NewBackfill) => answerOf(api.POST("/api/backfills", { body })),
    done: (_, { dryRun = false, start = true }) =>
      dryRun || !start ? "The plan is being made; nothing is written." : "The backfill has begun.",
    tellRefusal: false,
  });
}

export function useStopBackfill() {
  return useAct({
    act: ({ id }: { readonly id: string }) =>
      answerOf(api.POST("/api/backfills/{id}/stop", { params: { path: { id } } })),
    done: () => "The backfill stops after what it has begun.",
  });
}

export function useDiscardBackfill() {
  return useAct({
    act: ({ id }: { readonly id: string }) => answerOf(api.DELETE("/api/backfills/{id}", { params: { path: { id } } })),
    done: (_, { id }) => `Backfill ${id} is discarded; nothing was written.`,
  });
}

export function useResumeBackfill() {
  return useAct({
    act: ({ id, prepareOnly = false }: { readonly id: string; readonly prepareOnly?: boolean }) =>
      answerOf(api.POST("/api/backfills/{id}/resume", { params: { path: { id } }, body: { prepareOnly } })),
    done: (_, { prepareOnly }) =>
      prepareOnly === true ? "The plan is being made; nothing is written." : "The backfill goes on.",
  });
}
