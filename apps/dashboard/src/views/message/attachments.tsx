import { Stack, Text } from "@mantine/core";
import { IconCircleCheckFilled, IconFileOff, IconProgress } from "@tabler/icons-react";

import type { MirrorWithTrace } from "../../api/shapes.ts";
import { ToneBadge } from "../../marks/tone-badge.tsx";
import { Section } from "../../parts/section.tsx";
import { bytes } from "../../words/numbers.ts";

type Attachment = MirrorWithTrace["attachments"][number];

export function Attachments({ mirror: { attachments } }: { readonly mirror: MirrorWithTrace }) {
  if (attachments.length === 0) return null;
  return (
    <Section title="Attachments">
      <Stack gap="xs">
        {attachments.map((attachment, place) => (
          <div key={attachment.sourceId ?? place}>
            <Text size="sm">
              <bdi>{attachment.name}</bdi>{" "}
              <Text span c="dimmed" inherit>
                {bytes(attachment.size)}
              </Text>{" "}
              <AttachmentState state={attachment.state} />
            </Text>
            {attachment.reason !== null && (
              <Text size="sm" c="dimmed">
                {attachment.reason}
              </Text>
            )}
          </div>
        ))}
      </Stack>
    </Section>
  );
}

function AttachmentState({ state }: { readonly state: Attachment["state"] }) {
  switch (state) {
    case "ready":
      return <ToneBadge tone="good" word="Carried" icon={<IconCircleCheckFilled aria-hidden />} />;
    case "created":
      return <ToneBadge tone="busy" word="On its way" icon={<IconProgress aria-hidden />} />;
    case "lost":
      return <ToneBadge tone="bad" word="Not carried" icon={<IconFileOff aria-hidden />} />;
  }
}
