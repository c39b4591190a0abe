import { Text } from "@mantine/core";

import type { Side, TimelineEntry } from "../../api/shapes.ts";
import { stateWords } from "../../words/states.ts";
import styles from "./conversation.module.css";

interface ConversationGapProps {
  readonly side: Side;
  readonly entry: TimelineEntry;
}

/** What stands where a mirror is missing: why, where something should be, and nothing where nothing should. */
export function ConversationGap({ side, entry: { source, mirror } }: ConversationGapProps) {
  if (mirror === null || source === side) return <div />;
  const { word, meaning } = stateWords(mirror.state);
  return (
    <div className={`${styles["gap"]} ${mirror.state === "held" ? styles["held"] : ""}`}>
      <Text size="sm" fw={550}>
        {word}
      </Text>
      <Text size="xs" c="dimmed">
        {mirror.reason ?? meaning}
      </Text>
    </div>
  );
}
