import { Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";

import type { StoppedOfDirection } from "../../api/shapes.ts";
import { DirectionMark } from "../../marks/direction-mark.tsx";
import { AnchorTo } from "../../parts/anchor-to.tsx";
import { Notice } from "../../parts/notice.tsx";
import { countOf } from "../../words/numbers.ts";

/** Tickets of which nothing crosses one way until a person acts: their messages are neither held nor uncertain. */
export function StoppedTickets({ stopped: { direction, count, reason } }: { readonly stopped: StoppedOfDirection }) {
  return (
    <Notice tone="bad" icon={IconAlertTriangle} title={`${countOf(count, "ticket is", "tickets are")} stopped`}>
      <DirectionMark direction={direction} />
      {reason !== null && (
        <Text size="sm">
          {count > 1 && "The first: "}
          {reason}
        </Text>
      )}
      <AnchorTo to={`/tickets?state=stopped&direction=${direction}`} size="sm" underline="always">
        Stopped tickets
      </AnchorTo>
    </Notice>
  );
}
