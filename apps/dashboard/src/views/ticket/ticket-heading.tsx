import { Paper, SimpleGrid, Stack, Text } from "@mantine/core";

import type { Link, Side } from "../../api/shapes.ts";
import { SideMark } from "../../marks/side-mark.tsx";
import { sides } from "../../words/sides.ts";

/** What both tickets are called. */
export function TicketHeading({ link }: { readonly link: Link }) {
  return (
    <SimpleGrid cols={2} spacing="sm">
      {sides.map((side) => (
        <Paper key={side} p="sm" bg="var(--card)">
          <Stack gap={2}>
            <SideMark side={side} />
            <Text
              size="md"
              fw={550}
              dir="auto"
              ta="left"
              lineClamp={6}
              title={titleOf(link, side)}
              style={{ overflowWrap: "anywhere" }}
            >
              {titleOf(link, side)}
            </Text>
            <Text size="sm" c="dimmed">
              {idOf(link, side)}
            </Text>
          </Stack>
        </Paper>
      ))}
    </SimpleGrid>
  );
}

function titleOf(link: Link, side: Side): string {
  return side === "superoffice" ? link.superofficeTitle : link.requestorTitle;
}

function idOf(link: Link, side: Side): string {
  if (side === "superoffice") return `Ticket ${link.superofficeTicketId}`;
  return link.requestorRef === null
    ? `Ticket ${link.requestorTicketId}`
    : `${link.requestorRef} (ticket ${link.requestorTicketId})`;
}
