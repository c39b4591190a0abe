import { Button, Group, Stack, Text } from "@mantine/core";
import { IconEye, IconEyeOff } from "@tabler/icons-react";

import type { MirrorWithTrace } from "../../api/shapes.ts";
import { useMirrorTexts } from "../../api/texts.ts";
import { useMay } from "../../app/session-context.ts";
import { Section } from "../../parts/section.tsx";
import { Trouble } from "../../parts/trouble.tsx";
import { TextComparison } from "./text-comparison.tsx";

/** What the message and its mirror say, once somebody asked for it. */
export function MessageTexts({ mirror: { id, kind } }: { readonly mirror: MirrorWithTrace }) {
  const texts = useMirrorTexts(id);
  const mayAsk = useMay("operator");
  if (!mayAsk) {
    return (
      <Section title="Texts">
        <Text size="sm">What people wrote is shown to operators and administrators only.</Text>
      </Section>
    );
  }
  return (
    <Section
      title="Texts"
      aside={
        texts.data !== undefined && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconEyeOff size={16} aria-hidden />}
            onClick={() => texts.reset()}
          >
            Hide the texts
          </Button>
        )
      }
    >
      {texts.data === undefined ? (
        <Stack gap="sm">
          <Group gap="sm">
            <Button
              variant="default"
              leftSection={<IconEye size={18} aria-hidden />}
              loading={texts.isPending}
              onClick={() => texts.mutate()}
            >
              Show the texts
            </Button>
            <Text size="sm" c="dimmed" flex="1 1 14rem">
              That you read them is written to the log, under your name.
            </Text>
          </Group>
          {texts.isError && <Trouble error={texts.error} wanted="ask" />}
        </Stack>
      ) : (
        <TextComparison texts={texts.data} isEdit={kind === "edit"} />
      )}
    </Section>
  );
}
