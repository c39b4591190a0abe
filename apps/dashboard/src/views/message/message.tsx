import { Group, SimpleGrid, Stack } from "@mantine/core";
import { IconMessageOff } from "@tabler/icons-react";

import { useMirror } from "../../api/mirrors.ts";
import { ProblemError } from "../../api/problem-error.ts";
import { DirectionMark } from "../../marks/direction-mark.tsx";
import { StateBadge } from "../../marks/state-badge.tsx";
import { VisibilityBadge } from "../../marks/visibility-badge.tsx";
import { Empty } from "../../parts/empty.tsx";
import { SkeletonView } from "../../parts/skeleton-view.tsx";
import { Trouble } from "../../parts/trouble.tsx";
import { View } from "../../parts/view.tsx";
import { kindWord } from "../../words/states.ts";
import { Attachments } from "./attachments.tsx";
import { Losses } from "./losses.tsx";
import { MessageActs } from "./message-acts.tsx";
import { MessageFacts } from "./message-facts.tsx";
import { MessageReason } from "./message-reason.tsx";
import { MessageTexts } from "./message-texts.tsx";
import { MessageTrace } from "./message-trace.tsx";

/** One message with everything that became of it. */
export function Message({ params: { id } }: { readonly params: { readonly id: string } }) {
  const mirror = useMirror(id);
  if (mirror.isError) {
    return (
      <View title={`Message ${id}`}>
        {mirror.error instanceof ProblemError && mirror.error.status === 404 ? (
          <Empty title={`There is no message ${id}`} icon={IconMessageOff} />
        ) : (
          <Trouble error={mirror.error} onRetry={() => void mirror.refetch()} />
        )}
      </View>
    );
  }
  if (mirror.data === undefined) return <SkeletonView />;
  const title = `${kindWord(mirror.data.kind)} ${id}`;
  return (
    <View
      title={title}
      titleContent={
        <Group gap="sm">
          {title}
          <StateBadge state={mirror.data.state} isReached />
          {mirror.data.visibility === "internal" && <VisibilityBadge visibility="internal" />}
        </Group>
      }
      lead={<DirectionMark direction={mirror.data.direction} />}
      actions={<MessageActs mirror={mirror.data} />}
    >
      <MessageReason mirror={mirror.data} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Stack gap="md">
          <MessageFacts mirror={mirror.data} />
          <Losses losses={mirror.data.losses} />
          <Attachments mirror={mirror.data} />
        </Stack>
        <MessageTrace mirror={mirror.data} />
      </SimpleGrid>
      <MessageTexts key={id} mirror={mirror.data} />
    </View>
  );
}
