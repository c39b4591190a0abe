import { Group, SimpleGrid, Stack } from "@mantine/core";
import type { ReactNode } from "react";

import { useMirror } from "../../api/mirrors.ts";
import type { MirrorWithTrace } from "../../api/shapes.ts";
import { DirectionMark } from "../../marks/direction-mark.tsx";
import { StateBadge } from "../../marks/state-badge.tsx";
import { VisibilityBadge } from "../../marks/visibility-badge.tsx";
import { One } from "../../parts/one.tsx";
import { View } from "../../parts/view.tsx";
import { kindWord } from "../../words/states.ts";
import { Attachments } from "./attachments.tsx";
import { Losses } from "./losses.tsx";
import { MessageActs } from "./message-acts.tsx";
import { MessageFacts } from "./message-facts.tsx";
import { MessageReason } from "./message-reason.tsx";
import { MessageTexts } from "./message-texts.tsx";
import { MessageTrace } from "./message-trace.tsx";
import { NoSuchMessage } from "./no-such-message.tsx";

/** One message with everything that became of it. */
export function Message({ params: { id } }: { readonly params: { readonly id: string } }) {
  const mirror = useMirror(id);
  return (
    <One query={mirror} title={`Message ${id}`} missing={<NoSuchMessage id={id} />}>
      {(read, trouble) => <MessageView mirror={read} trouble={trouble} />}
    </One>
  );
}

function MessageView({ mirror, trouble }: { readonly mirror: MirrorWithTrace; readonly trouble: ReactNode }) {
  const title = `${kindWord(mirror.kind)} ${mirror.id}`;
  return (
    <View
      title={title}
      titleContent={
        <Group gap="sm">
          {title}
          <StateBadge state={mirror.state} isReached />
          {mirror.visibility === "internal" && <VisibilityBadge visibility="internal" />}
        </Group>
      }
      lead={<DirectionMark direction={mirror.direction} />}
      actions={<MessageActs mirror={mirror} />}
    >
      {trouble}
      <MessageReason mirror={mirror} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Stack gap="md">
          <MessageFacts mirror={mirror} />
          <Losses losses={mirror.losses} />
          <Attachments mirror={mirror} />
        </Stack>
        <MessageTrace mirror={mirror} />
      </SimpleGrid>
      <MessageTexts key={mirror.id} mirror={mirror} />
    </View>
  );
}
