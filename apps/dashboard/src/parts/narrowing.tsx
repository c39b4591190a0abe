import { CloseButton, Group, Text } from "@mantine/core";
import type { ReactNode } from "react";

interface NarrowingProps {
  /** What alone is shown. */
  readonly children: ReactNode;
  /** What is shown without it, for who cannot see the cross. */
  readonly without: string;
  readonly onRemove: () => void;
}

/** A filter that came with a link from elsewhere: it has no field of its own, but is seen and can be taken away. */
export function Narrowing({ children, without, onRemove }: NarrowingProps) {
  return (
    <Group gap={4} mih={36}>
      <Text size="sm">{children}</Text>
      <CloseButton aria-label={without} onClick={onRemove} />
    </Group>
  );
}
