import { Group, Text } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";

import type { MessageText, Side, TimelineEntry, TimelineMessage } from "../../api/shapes.ts";
import { ExactTime } from "../../marks/exact-time.tsx";
import { SideMark } from "../../marks/side-mark.tsx";
import { StateBadge } from "../../marks/state-badge.tsx";
import { VisibilityBadge } from "../../marks/visibility-badge.tsx";
import { AnchorTo } from "../../parts/anchor-to.tsx";
import { ConversationText } from "./conversation-text.tsx";
import styles from "./conversation.module.css";

interface ConversationMessageProps {
  readonly side: Side;
  readonly message: TimelineMessage;
  /** What it says, once somebody asked. */
  readonly text: MessageText | undefined;
  readonly isSource: boolean;
  readonly entry: TimelineEntry;
}

/** A message as it stands in one of the helpdesks, without its words until these are asked for. */
export function ConversationMessage({ side, message, text, isSource, entry: { mirror } }: ConversationMessageProps) {
  const { id, at, changedAt, attachments, isGone } = message;
  // While a helpdesk cannot be read, the bridge still knows what its messages were when it saw them.
  const visibility = message.visibility ?? (isSource ? (mirror?.visibility ?? null) : null);
  const isInternal = visibility === "internal";
  return (
    <div className={`${styles["message"]} ${isInternal ? styles["internal"] : ""} ${isSource ? styles["source"] : ""}`}>
      <Group gap={6}>
        <SideMark side={side} short />
        <Text size="sm" fw={550} style={{ overflowWrap: "anywhere" }}>
          <bdi>{nameOf(message)}</bdi>
        </Text>
        {visibility !== null && <VisibilityBadge visibility={visibility} />}
        {isSource && mirror !== null && mirror.state !== "mirrored" && <StateBadge state={mirror.state} />}
      </Group>
      <Text size="xs" c="dimmed">
        {isSource && mirror !== null ? (
          <AnchorTo to={`/messages/${mirror.id}`} underline="always" inherit>
            Message {id}
          </AnchorTo>
        ) : (
          `Message ${id}`
        )}
        {at !== null && (
          <>
            , <ExactTime at={at} />
          </>
        )}
        {changedAt !== null && changedAt !== at && ", edited"}
        {isGone && ", not on the ticket any more"}
      </Text>
      {attachments.map((name, place) => (
        <Text key={place} size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          <IconPaperclip size={12} aria-label="Attachment" role="img" /> <bdi>{name}</bdi>
        </Text>
      ))}
      {text !== undefined && <ConversationText text={text} />}
    </div>
  );
}

function nameOf({ author, isRead }: TimelineMessage): string {
  if (!isRead) return "Not read";
  const name = author?.name.trim() ?? "";
  return name === "" ? "Unknown author" : name;
}
