import { Anchor, Group, List, Text } from "@mantine/core";

import type { AttentionFilter } from "../../api/attention.ts";
import type { AttentionGroup } from "../../api/shapes.ts";
import { DirectionMark } from "../../marks/direction-mark.tsx";
import { counted, countOf } from "../../words/numbers.ts";
import { listOfCause } from "./list-of-cause.ts";

interface ConcernedProps {
  readonly groups: readonly AttentionGroup[];
  readonly filter: AttentionFilter;
}

/** What an act on many concerns: each cause with its number and directions, and the list of its messages. */
export function Concerned({ groups, filter }: ConcernedProps) {
  return (
    <List size="sm" mb="xs" spacing="xs">
      {groups.map((group) => (
        <List.Item key={`${group.of} ${group.cause}`}>
          <Text size="sm" component="span">
            {group.words}
          </Text>
          <Group gap="md">
            {group.directions.map(({ direction, count }) => (
              <Group gap={6} key={direction}>
                <DirectionMark direction={direction} /> {counted(count)}
              </Group>
            ))}
          </Group>
          {group.of === "message" && (
            // In a tab of its own, so that the question stays.
            <Anchor href={listOfCause(group, filter)} target="_blank" underline="always">
              Show {group.count === 1 ? "the message" : `all ${countOf(group.count, "message")}`} in a new tab
            </Anchor>
          )}
        </List.Item>
      ))}
    </List>
  );
}
