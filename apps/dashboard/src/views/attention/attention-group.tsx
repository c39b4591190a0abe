import { Group, Text, Title } from "@mantine/core";

import type { AttentionFilter } from "../../api/attention.ts";
import type { AttentionGroup } from "../../api/shapes.ts";
import { DirectionMark } from "../../marks/direction-mark.tsx";
import { SideMark } from "../../marks/side-mark.tsx";
import { StateBadge } from "../../marks/state-badge.tsx";
import { TimeAgo } from "../../marks/time-ago.tsx";
import { VisibilityBadge } from "../../marks/visibility-badge.tsx";
import { AnchorTo } from "../../parts/anchor-to.tsx";
import { Card } from "../../parts/card.tsx";
import { counted, countOf } from "../../words/numbers.ts";
import { ActOnAll } from "./act-on-all.tsx";
import { listOfCause } from "./list-of-cause.ts";

interface AttentionGroupProps {
  readonly group: AttentionGroup;
  readonly filter: AttentionFilter;
}

/** Everything of one cause: what it is, what helps, and the acts on all of it. */
export function AttentionGroupCard({ group, filter }: AttentionGroupProps) {
  const { of, cause, words, whatToDo, count, held, uncertain, directions, oldestAt, example } = group;
  const isOfMessages = of === "message";
  return (
    <Card label={words}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div style={{ flex: "1 1 20rem" }}>
          <Title order={2}>{words}</Title>
          <Text size="sm">{whatToDo}</Text>
        </div>
        <ActOnAll
          filter={{ ...filter, of, cause }}
          shown={{ total: count, fingerprint: group.fingerprint }}
          groups={[group]}
          what={words}
        />
      </Group>
      <Group gap="md">
        {held > 0 && (
          <Group gap={6}>
            <StateBadge state="held" /> {counted(held)}
          </Group>
        )}
        {uncertain > 0 && (
          <Group gap={6}>
            <StateBadge state="uncertain" /> {counted(uncertain)}
          </Group>
        )}
        {directions.map(({ direction, count: crossing }) => (
          <Group gap={6} key={direction}>
            <DirectionMark direction={direction} short /> {counted(crossing)}
          </Group>
        ))}
        <Text size="sm" c="dimmed">
          Oldest <TimeAgo at={oldestAt} />
        </Text>
      </Group>
      {isOfMessages && (
        <AnchorTo to={listOfCause(group, filter)} underline="always">
          Show {count === 1 ? "the message" : `all ${countOf(count, "message")}`}
        </AnchorTo>
      )}
      <Text size="sm" c="dimmed" lineClamp={3}>
        {isOfMessages && (
          <AnchorTo to={`/messages/${example.id}`} underline="always">
            Message {example.id}
          </AnchorTo>
        )}
        {isOfMessages && " of "}
        <TicketOf example={example} />
        {example.visibility !== null && (
          <>
            {" "}
            <VisibilityBadge visibility={example.visibility} />
          </>
        )}
        {example.reason !== null && ": "}
        {example.reason}
      </Text>
    </Card>
  );
}

function TicketOf({ example: { source, linkId } }: Pick<AttentionGroup, "example">) {
  const name = (
    <>
      ticket <SideMark side={source.side} short /> {source.ticketId}
    </>
  );
  if (linkId === null) return name;
  return (
    <AnchorTo to={`/tickets/${linkId}`} underline="always">
      {name}
    </AnchorTo>
  );
}
