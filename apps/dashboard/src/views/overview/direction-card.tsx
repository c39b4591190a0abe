import { Group, SimpleGrid, Text } from "@mantine/core";

import type { DirectionOverview } from "../../api/shapes.ts";
import { DirectionMark } from "../../marks/direction-mark.tsx";
import { HealthWord } from "../../marks/health-word.tsx";
import { Card } from "../../parts/card.tsx";
import { Figure } from "../../parts/figure.tsx";
import { counted } from "../../words/numbers.ts";
import { directionWords } from "../../words/sides.ts";
import { duration } from "../../words/times.ts";

/** How messages cross one way. */
export function DirectionCard({ standing }: { readonly standing: DirectionOverview }) {
  const { direction, word, why, waiting, waitingTickets, waitingPaused, uncertain, held, stopped } = standing;
  const { oldestWaitingSeconds, p50Ms, p95Ms } = standing;
  // A new ticket is no message: where there are any they are counted by themselves, as the list has messages alone.
  const messages = waiting - waitingTickets;
  const needing = `/attention?direction=${direction}`;
  return (
    <Card label={directionWords(direction)}>
      <Group justify="space-between" gap={6}>
        <DirectionMark direction={direction} />
        <HealthWord word={word} />
      </Group>
      <Text size="sm" c="dimmed" mih={{ base: 22, md: 44 }}>
        {why}
      </Text>
      <SimpleGrid type="container" cols={{ base: 3, "600px": 6 }} spacing="sm">
        <Figure
          name="Waiting"
          value={counted(messages)}
          to={`/messages?state=waiting&direction=${direction}`}
          {...(waitingPaused > 0 && { meaning: `Of these in paused tickets: ${counted(waitingPaused)}` })}
        />
        <Figure
          name="Oldest"
          value={oldestWaitingSeconds === 0 ? "–" : duration(oldestWaitingSeconds * 1_000)}
          meaning="How long the oldest message or new ticket waits, paused tickets left out"
        />
        <Figure name="Uncertain" value={counted(uncertain)} to={needing} tone={uncertain > 0 ? "wait" : null} />
        <Figure name="Held" value={counted(held)} to={needing} tone={held > 0 ? "bad" : null} />
        <Figure
          name="Half within"
          value={p50Ms === null ? "–" : duration(p50Ms)}
          meaning="From capture to the other helpdesk’s answer, over the last hour"
        />
        <Figure
          name="95 % within"
          value={p95Ms === null ? "–" : duration(p95Ms)}
          meaning="From capture to the other helpdesk’s answer, over the last hour"
        />
        {/* Those that are there at times only come last: the others stand in the same place in both cards. */}
        {stopped > 0 && (
          <Figure
            name="Stopped"
            value={counted(stopped)}
            to={`/tickets?state=stopped&direction=${direction}`}
            tone="bad"
          />
        )}
        {waitingTickets > 0 && (
          <Figure
            name="New tickets"
            value={counted(waitingTickets)}
            meaning="Tickets whose counterpart is made on the other side"
          />
        )}
      </SimpleGrid>
    </Card>
  );
}
