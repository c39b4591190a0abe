import { EmptyState, Paper } from "@mantine/core";
import { IconInbox, type Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";

interface EmptyProps {
  readonly title: string;
  /** What to do next. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly icon?: Icon;
}

export function Empty({ title, children, actions, icon: Shape = IconInbox }: EmptyProps) {
  return (
    <Paper p="xl">
      <EmptyState size="sm" title={title} description={children} icon={<Shape aria-hidden />} withIndicatorBackground>
        {actions !== undefined && <EmptyState.Actions>{actions}</EmptyState.Actions>}
      </EmptyState>
    </Paper>
  );
}
