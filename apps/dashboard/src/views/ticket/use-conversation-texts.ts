import { useState } from "react";

import type { MessageText, Side } from "../../api/shapes.ts";
import { useLinkTexts, type AskedMessage } from "../../api/texts.ts";

/** The texts that were asked for, by side and message. */
export type KnownTexts = ReadonlyMap<string, MessageText>;

export function textKey(side: Side, messageId: string): string {
  return `${side} ${messageId}`;
}

const nothing: KnownTexts = new Map();

/** The texts of a link's messages as far as somebody asked; gone with the view. */
export function useConversationTexts(linkId: string) {
  const [known, setKnown] = useState(nothing);
  const { mutate, isPending, error, reset } = useLinkTexts(linkId);
  return {
    known,
    isPending,
    error,
    ask: (messages: readonly AskedMessage[]) =>
      mutate(messages, {
        onSuccess: (texts) =>
          setKnown((before) => {
            const added = texts.map((text) => [textKey(text.place.side, text.place.messageId), text] as const);
            return new Map([...before, ...added]);
          }),
      }),
    hide: () => {
      setKnown(nothing);
      reset();
    },
  };
}

export type ConversationTextsState = ReturnType<typeof useConversationTexts>;
