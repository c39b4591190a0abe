import { Group, Text } from "@mantine/core";

import type { Mirror, Side, TimelineEntry } from "../../api/shapes.ts";
import { ExactTime } from "../../marks/exact-time.tsx";
import { VisibilityBadge } from "../../marks/visibility-badge.tsx";
import { AnchorTo } from "../../parts/anchor-to.tsx";
import { kindWord, stateWords } from "../../words/states.ts";
import styles from "./conversation.module.css";

interface ConversationGapProps {
  readonly side: Side;
  readonly entry: TimelineEntry;
}

/** What stands where a mirror is missing: why, where something should be, and nothing where nothing should. */
export function ConversationGap({ side, entry: { source, mirror } }: ConversationGapProps) {
  if (mirror === null) return <div />;
  const { word, meaning } = standingOf(mirror);
  if (source === side) {
    return mirror.kind === "message" ? <div /> : <ChangeAtSource mirror={mirror} />;
  }
  return (
    <div className={`${styles["gap"]} ${mirror.state === "held" ? styles["held"] : ""}`}>
      <Text size="sm" fw={550}>
        {word}
      </Text>
      <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
        {mirror.reason ?? meaning}
      </Text>
    </div>
  );
}

/** An edit that was written into the mirror has no message of its own on that side either. */
function standingOf({ kind, state }: Mirror) {
  if (kind === "message" || state !== "mirrored") return stateWords(state);
  return { word: "Changed in its place", meaning: "The message’s mirror says it now: no message was added for it." };
}

/** An edit or a deletion has no message of its own at its source: it says which one it is about. */
function ChangeAtSource({ mirror: { id, kind, source, visibility, capturedAt } }: { readonly mirror: Mirror }) {
  return (
    <div className={styles["gap"]}>
      <Group gap={6}>
        <AnchorTo to={`/messages/${id}`} fw={550} underline="always">
          {kindWord(kind)} of message {source.messageId}
        </AnchorTo>
        {visibility === "internal" && <VisibilityBadge visibility={visibility} />}
      </Group>
      <Text size="xs" c="dimmed">
        Seen <ExactTime at={capturedAt} />
      </Text>
    </div>
  );
}
