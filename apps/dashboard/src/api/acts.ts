import { answerOf, api } from "./client.ts";
import { usePages } from "./use-pages.ts";

export function useActs(filter: { readonly name?: string | undefined; readonly act?: string | undefined }) {
  return usePages(["acts", "list", filter], (cursor) =>
    answerOf(api.GET("/api/acts", { params: { query: { ...filter, cursor } } })),
  );
}
