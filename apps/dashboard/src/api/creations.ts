import { answerOf, api } from "./client.ts";
import type { CreationState } from "./shapes.ts";
import { useAct } from "./use-act.ts";
import { usePages } from "./use-pages.ts";

export function useCreations(state: CreationState) {
  return usePages(["creations", "list", state], (cursor) =>
    answerOf(api.GET("/api/ticket-creations", { params: { query: { state, cursor } } })),
  );
}

export function useRetryCreation() {
  return useAct({
    act: ({ id }: { readonly id: string }) =>
      answerOf(api.POST("/api/ticket-creations/{id}/retry", { params: { path: { id } } })),
    done: ({ source }) => `A counterpart of ticket ${source.ticketId} is tried again.`,
  });
}

export function useSkipCreation() {
  return useAct({
    act: ({ id, reason }: { readonly id: string; readonly reason: string }) =>
      answerOf(api.POST("/api/ticket-creations/{id}/skip", { params: { path: { id } }, body: { reason } })),
    done: ({ source }) => `Ticket ${source.ticketId} stays without a counterpart.`,
    tellRefusal: false,
  });
}

export function useAdoptCreation() {
  return useAct({
    act: ({ id, targetTicketId }: { readonly id: string; readonly targetTicketId: string }) =>
      answerOf(api.POST("/api/ticket-creations/{id}/adopt", { params: { path: { id } }, body: { targetTicketId } })),
    done: ({ source, target }) => `Ticket ${source.ticketId} is linked to ${target?.ticketId ?? "the named one"}.`,
    tellRefusal: false,
  });
}
