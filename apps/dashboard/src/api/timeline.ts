import { answerOf, api } from "./client.ts";
import type { Timeline } from "./shapes.ts";
import { useInfiniteQuery } from "@tanstack/react-query";

/** Both conversations of a link, joined; the newest first, as the bridge gives them. */
export function useTimeline(linkId: string) {
  return useInfiniteQuery({
    queryKey: ["mirrors", "timeline", linkId],
    queryFn: ({ pageParam }): Promise<Timeline> =>
      answerOf(api.GET("/api/links/{id}/timeline", { params: { path: { id: linkId }, query: { cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    // The bridge shares what it read with all who look; what came since is seen once that is over.
    refetchInterval: ({ state }) => state.data?.pages[0]?.readAgainInMs ?? false,
  });
}
