import { Group, Text } from "@mantine/core";
import type { ReactNode } from "react";

import type { Side, SideStatus } from "../api/shapes.ts";
import { SideMark } from "../marks/side-mark.tsx";
import { SideState } from "../marks/side-state.tsx";
import { sideName } from "../words/sides.ts";
import { Card } from "./card.tsx";

interface SideFrameProps {
  readonly side: Side;
  readonly status: SideStatus;
  readonly children: ReactNode;
}

/** A card about one helpdesk: its mark, its state in a word, and what is wrong with it. */
export function SideFrame({ side, status, children }: SideFrameProps) {
  return (
    <Card label={sideName(side)}>
      <Group justify="space-between" gap="xs">
        <SideMark side={side} />
        <SideState status={status} />
      </Group>
      {status.trouble !== null && (
        <Text size="sm" c="var(--bad)">
          {status.trouble}
        </Text>
      )}
      {children}
    </Card>
  );
}
