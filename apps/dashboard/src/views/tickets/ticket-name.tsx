import { Group, Stack, Text } from "@mantine/core";

import type { Link, Side } from "../../api/shapes.ts";
import { SideMark } from "../../marks/side-mark.tsx";
import { AnchorTo } from "../../parts/anchor-to.tsx";

/** One of the two tickets of a link: what people call it and its title. */
export function TicketName({ side, link }: { readonly side: Side; readonly link: Link }) {
  const isRequestor = side === "requestor";
  const title = isRequestor ? link.requestorTitle : link.superofficeTitle;
  const id = isRequestor ? (link.requestorRef ?? link.requestorTicketId) : link.superofficeTicketId;
  return (
    <Stack gap={0}>
      <Group gap={6} wrap="nowrap">
        <SideMark side={side} short />
        <AnchorTo to={`/tickets/${link.id}`} size="sm" fw={550} className="nowrap">
          {id}
        </AnchorTo>
      </Group>
      <Text size="xs" c="dimmed" truncate title={title} dir="auto" ta="left">
        {title}
      </Text>
    </Stack>
  );
}
