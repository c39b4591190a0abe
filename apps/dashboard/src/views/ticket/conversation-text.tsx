import { Text } from "@mantine/core";

import type { MessageText } from "../../api/shapes.ts";
import { BridgeLine } from "../../texts/bridge-line.tsx";
import { PlainWords } from "../../texts/plain-words.tsx";
import { sideName } from "../../words/sides.ts";
import styles from "./conversation.module.css";

/** What a message says, in its place of the conversation. */
export function ConversationText({ text: { place, plain, line, reason } }: { readonly text: MessageText }) {
  return (
    <div className={styles["text"]}>
      <BridgeLine line={line} />
      {plain === null || plain.trim() === "" ? (
        <Text size="sm" c="dimmed">
          {reason ?? "It has no words."}
        </Text>
      ) : (
        <PlainWords
          label={`Text of ${sideName(place.side)} message ${place.messageId}`}
          pieces={[{ text: plain.trim(), isOnlyHere: false }]}
        />
      )}
    </div>
  );
}
