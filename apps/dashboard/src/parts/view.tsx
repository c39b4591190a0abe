import { Group, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";

interface ViewProps {
  readonly title: string;
  readonly titleContent?: ReactNode;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A view's frame: its heading, what it is for in a sentence, its main acts. */
export function View({ title, titleContent, lead, actions, children }: ViewProps) {
  useDocumentTitle(`${title} · ticket-bridge`);
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2} flex="1 1 18rem">
          <Title order={1} tabIndex={-1}>
            {titleContent ?? title}
          </Title>
          {lead !== undefined && (
            <Text size="sm" c="dimmed" component="div">
              {lead}
            </Text>
          )}
        </Stack>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
