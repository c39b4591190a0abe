import { Button, Group, Stack, Text } from "@mantine/core";
import { IconEye, IconEyeOff } from "@tabler/icons-react";

import type { TimelineEntry } from "../../api/shapes.ts";
import type { AskedMessage } from "../../api/texts.ts";
import { useMay } from "../../app/session-context.ts";
import { Trouble } from "../../parts/trouble.tsx";
import { countOf } from "../../words/numbers.ts";
import { sides } from "../../words/sides.ts";
import { textKey, type ConversationTextsState } from "./use-conversation-texts.ts";

interface ConversationTextsProps {
  readonly entries: readonly TimelineEntry[];
  readonly texts: ConversationTextsState;
}

/** What the bridge gives in one answer. */
const mostAtOnce = 200;

/** Asks for what stands in the conversation and was not asked for yet, the newest first, or hides it all again. */
export function ConversationTexts({ entries, texts }: ConversationTextsProps) {
  const mayAsk = useMay("operator");
  if (!mayAsk) {
    return (
      <Text size="xs" c="dimmed">
        What people wrote is shown to operators and administrators only.
      </Text>
    );
  }
  const { known, ask, hide, isPending, error } = texts;
  const missing = readable(entries).filter(({ side, messageId }) => !known.has(textKey(side, messageId)));
  const next = missing.slice(-mostAtOnce);
  return (
    <Stack gap="xs">
      <Group gap="sm">
        {next.length > 0 && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconEye size={16} aria-hidden />}
            loading={isPending}
            onClick={() => ask(next)}
          >
            {known.size === 0 ? "Show the texts" : `Show ${countOf(next.length, "more text")}`}
          </Button>
        )}
        {known.size > 0 && (
          <Button size="xs" variant="default" leftSection={<IconEyeOff size={16} aria-hidden />} onClick={hide}>
            Hide the texts
          </Button>
        )}
        <Text size="xs" c="dimmed" flex="1 1 14rem">
          That you read them is written to the log, under your name.
        </Text>
      </Group>
      {error !== null && <Trouble error={error} wanted="ask" />}
    </Stack>
  );
}

function readable(entries: readonly TimelineEntry[]): AskedMessage[] {
  return entries.flatMap((entry) =>
    sides.flatMap((side) => {
      const message = entry[side];
      return message !== null && message.isRead && !message.isGone ? [{ side, messageId: message.id }] : [];
    }),
  );
}
