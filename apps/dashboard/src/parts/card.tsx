import { Paper, Stack } from "@mantine/core";
import type { ReactNode } from "react";

interface CardProps {
  readonly label: string;
  readonly children: ReactNode;
}

/** A part of a view whose heading is a mark, with a name for who cannot see it. */
export function Card({ label, children }: CardProps) {
  return (
    <Paper component="section" aria-label={label} p="md" h="100%">
      <Stack gap="sm">{children}</Stack>
    </Paper>
  );
}
