import { Button, Center, Skeleton, Stack } from "@mantine/core";
import { IconMessages, IconPlugConnectedX } from "@tabler/icons-react";

import { useTimeline } from "../../api/timeline.ts";
import { Empty } from "../../parts/empty.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Trouble } from "../../parts/trouble.tsx";
import { sideName } from "../../words/sides.ts";
import { ConversationEntry } from "./conversation-entry.tsx";
import { ConversationTexts } from "./conversation-texts.tsx";
import { useConversationTexts } from "./use-conversation-texts.ts";

/** What stands in both tickets, side by side and joined, the oldest first as people read it. */
export function Conversation({ linkId }: { readonly linkId: string }) {
  const { data, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useTimeline(linkId);
  const texts = useConversationTexts(linkId);
  if (data === undefined) {
    return isError ? <Trouble error={error} onRetry={() => void refetch()} /> : <Skeleton h={320} />;
  }
  const entries = data.pages.flatMap(({ items }) => items).toReversed();
  const unread = data.pages[0]?.unread ?? [];
  return (
    <Stack gap="xs">
      {unread.map(({ side, reason }) => (
        <Notice key={side} tone="wait" icon={IconPlugConnectedX} title={`${sideName(side)} could not be read`}>
          {reason} Only what the bridge itself knows is shown of it.
        </Notice>
      ))}
      {hasNextPage && (
        <Center>
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show older messages
          </Button>
        </Center>
      )}
      {entries.length === 0 ? (
        <Empty title="Nothing was said yet" icon={IconMessages}>
          What is written in either ticket appears here, joined with its mirror.
        </Empty>
      ) : (
        <>
          <ConversationTexts entries={entries} texts={texts} />
          <Stack gap="xs" component="ol" p={0} m={0} style={{ listStyle: "none" }} aria-label="Both conversations">
            {entries.map((entry) => (
              <ConversationEntry
                key={entry.mirror?.id ?? `${entry.source} ${entry.superoffice?.id} ${entry.requestor?.id}`}
                entry={entry}
                texts={texts.known}
              />
            ))}
          </Stack>
        </>
      )}
    </Stack>
  );
}
