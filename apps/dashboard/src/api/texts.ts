import { useMutation } from "@tanstack/react-query";

import { answerOf, api } from "./client.ts";
import type { Side } from "./shapes.ts";

/** Nothing of an answer outlives the view that asked for it. */
const forgotten = { gcTime: 0 } as const;

/** Asks for a message's and its mirror's words, which the bridge writes to the log of acts. */
export function useMirrorTexts(id: string) {
  return useMutation({
    ...forgotten,
    mutationFn: () => answerOf(api.POST("/api/mirrors/{id}/texts", { params: { path: { id } } })),
  });
}

export interface AskedMessage {
  readonly side: Side;
  readonly messageId: string;
}

/** The same for messages of a link's tickets. */
export function useLinkTexts(linkId: string) {
  return useMutation({
    ...forgotten,
    mutationFn: async (messages: readonly AskedMessage[]) => {
      const body = { messages: [...messages] };
      const { items } = await answerOf(api.POST("/api/links/{id}/texts", { params: { path: { id: linkId } }, body }));
      return items;
    },
  });
}
