import { useQuery } from "@tanstack/react-query";

import { answerOf, api } from "./client.ts";
import type { paths } from "./schema.ts";
import type { NewLink } from "./shapes.ts";
import { useAct } from "./use-act.ts";
import { usePages } from "./use-pages.ts";

export type LinkFilter = Omit<NonNullable<paths["/api/links"]["get"]["parameters"]["query"]>, "cursor" | "limit">;

export function useLinks(filter: LinkFilter) {
  return usePages(["links", "list", filter], (cursor) =>
    answerOf(api.GET("/api/links", { params: { query: { ...filter, cursor } } })),
  );
}

export function useLink(id: string) {
  return useQuery({
    queryKey: ["links", "one", id],
    queryFn: () => answerOf(api.GET("/api/links/{id}", { params: { path: { id } } })),
  });
}

export function useCreateLink() {
  return useAct({
    act: (body: NewLink) => answerOf(api.POST("/api/links", { body })),
    done: (link) => `Tickets ${link.superofficeTicketId} and ${link.requestorTicketId} are linked.`,
    tellRefusal: false,
  });
}

export function usePauseLink() {
  return useAct({
    act: ({ id, paused }: { readonly id: string; readonly paused: boolean }) =>
      answerOf(api.PATCH("/api/links/{id}", { params: { path: { id } }, body: { paused } })),
    done: ({ paused }) => (paused ? "The link is paused." : "The link is resumed."),
  });
}

export function useUnlink() {
  return useAct({
    act: ({ id }: { readonly id: string }) => answerOf(api.DELETE("/api/links/{id}", { params: { path: { id } } })),
    done: () => "The tickets are not linked any more.",
  });
}
