import { Group, Paper, Stack, Text } from "@mantine/core";

import type { MessageText } from "../../api/shapes.ts";
import { SideMark } from "../../marks/side-mark.tsx";
import { VisibilityBadge } from "../../marks/visibility-badge.tsx";
import { BridgeLine } from "../../texts/bridge-line.tsx";
import { HtmlFrame } from "../../texts/html-frame.tsx";
import { PlainWords } from "../../texts/plain-words.tsx";
import type { Piece } from "../../words/differences.ts";
import { sideName } from "../../words/sides.ts";
import styles from "./texts-of-sides.module.css";

/** Words alone, or the markup they came in. */
export type Reading = "plain" | "html";

interface TextOfSideProps {
  readonly label: string;
  readonly text: MessageText;
  readonly reading: Reading;
  /** Null: nothing to compare it with. */
  readonly pieces: readonly Piece[] | null;
  readonly mark: "del" | "ins";
}

/** One of both texts, with the helpdesk it stands in. */
export function TextOfSide({ label, text, reading, pieces, mark }: TextOfSideProps) {
  const { place, plain, html, line, visibility, reason } = text;
  const name = `${label}: ${sideName(place.side)} message ${place.messageId}`;
  return (
    <Paper p="sm" className={visibility === "internal" ? styles["internal"] : styles[place.side]}>
      <Stack gap="xs">
        <Group gap="xs">
          <SideMark side={place.side} />
          {visibility !== null && <VisibilityBadge visibility={visibility} />}
          <Text size="xs" c="dimmed">
            {label}, message {place.messageId}
          </Text>
        </Group>
        {reason !== null && <Text size="sm">{reason}</Text>}
        {reading === "html" && html !== null ? (
          <HtmlFrame html={html} title={name} />
        ) : (
          plain !== null && (
            <>
              <BridgeLine line={line} />
              {plain.trim() === "" ? (
                <Text size="sm" c="dimmed">
                  It has no words.
                </Text>
              ) : (
                <PlainWords label={name} pieces={pieces ?? [{ text: plain, isOnlyHere: false }]} mark={mark} />
              )}
            </>
          )
        )}
      </Stack>
    </Paper>
  );
}
