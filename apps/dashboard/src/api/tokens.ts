import { answerOf, api } from "./client.ts";
import type { paths } from "./schema.ts";
import { useAct } from "./use-act.ts";
import { usePages } from "./use-pages.ts";

type NewToken = paths["/api/tokens"]["post"]["requestBody"]["content"]["application/json"];

export function useTokens() {
  return usePages(["acts", "tokens"], (cursor) => answerOf(api.GET("/api/tokens", { params: { query: { cursor } } })));
}

export function useCreateToken() {
  return useAct({
    act: (body: NewToken) => answerOf(api.POST("/api/tokens", { body })),
    done: ({ name }) => `${name} has a token.`,
    tellRefusal: false,
  });
}

export function useRevokeToken() {
  return useAct({
    act: ({ id }: { readonly id: string; readonly name: string }) =>
      answerOf(api.DELETE("/api/tokens/{id}", { params: { path: { id } } })),
    done: (_nothing, { name }) => `${name}’s token is revoked.`,
  });
}
