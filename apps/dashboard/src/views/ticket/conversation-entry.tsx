import { SimpleGrid } from "@mantine/core";

import type { TimelineEntry } from "../../api/shapes.ts";
import { sides } from "../../words/sides.ts";
import styles from "./conversation.module.css";
import { ConversationGap } from "./conversation-gap.tsx";
import { ConversationMessage } from "./conversation-message.tsx";
import { textKey, type KnownTexts } from "./use-conversation-texts.ts";

interface ConversationEntryProps {
  readonly entry: TimelineEntry;
  readonly texts: KnownTexts;
}

/** One message with its mirror beside it, or with what stands in the mirror's place. */
export function ConversationEntry({ entry, texts }: ConversationEntryProps) {
  const isJoined = entry.superoffice !== null && entry.requestor !== null;
  return (
    <li>
      <SimpleGrid cols={2} spacing={isJoined ? 0 : "md"} className={isJoined ? styles["joined"] : undefined}>
        {sides.map((side) => {
          const message = entry[side];
          return message === null ? (
            <ConversationGap key={side} side={side} entry={entry} />
          ) : (
            <ConversationMessage
              key={side}
              side={side}
              message={message}
              text={texts.get(textKey(side, message.id))}
              isSource={entry.source === side}
              entry={entry}
            />
          );
        })}
      </SimpleGrid>
    </li>
  );
}
