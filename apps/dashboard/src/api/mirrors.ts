import { useQuery } from "@tanstack/react-query";

import { answerOf, api } from "./client.ts";
import type { paths } from "./schema.ts";
import { useAct } from "./use-act.ts";
import { usePages } from "./use-pages.ts";

export type MirrorFilter = Omit<NonNullable<paths["/api/mirrors"]["get"]["parameters"]["query"]>, "cursor" | "limit">;

export function useMirrors(filter: MirrorFilter) {
  return usePages(["mirrors", "list", filter], (cursor) =>
    answerOf(api.GET("/api/mirrors", { params: { query: { ...filter, cursor } } })),
  );
}

export function useMirror(id: string) {
  return useQuery({
    queryKey: ["mirrors", "one", id],
    queryFn: () => answerOf(api.GET("/api/mirrors/{id}", { params: { path: { id } } })),
  });
}

export function useRetryMirror() {
  return useAct({
    act: ({ id }: { readonly id: string }) =>
      answerOf(api.POST("/api/mirrors/{id}/retry", { params: { path: { id } } })),
    done: ({ id }) => `Message ${id} is tried again.`,
  });
}

export function useSkipMirror() {
  return useAct({
    act: ({ id, reason }: { readonly id: string; readonly reason: string }) =>
      answerOf(api.POST("/api/mirrors/{id}/skip", { params: { path: { id } }, body: { reason } })),
    done: ({ id }) => `Message ${id} is skipped.`,
    tellRefusal: false,
  });
}

export function useAdoptMirror() {
  return useAct({
    act: ({ id, targetMessageId }: { readonly id: string; readonly targetMessageId: string }) =>
      answerOf(api.POST("/api/mirrors/{id}/adopt", { params: { path: { id } }, body: { targetMessageId } })),
    done: ({ id, target }) => `Message ${id} has ${target?.messageId ?? "the named message"} as its mirror.`,
    tellRefusal: false,
  });
}
