import { Group, Progress, Text } from "@mantine/core";

import type { Backfill } from "../../api/shapes.ts";
import { Card } from "../../parts/card.tsx";
import { counted, countOf } from "../../words/numbers.ts";
import { duration } from "../../words/times.ts";

/** How far a run at work is, and when it will be done. */
export function BackfillProgress({ run: { progress } }: { readonly run: Backfill }) {
  if (progress === null) return null;
  const { phase, ticketsDone, ticketsTotal, messagesDone, messagesTotal, perSecond, etaSeconds, current, waiting } =
    progress;
  const [done, total] = messagesTotal === null ? [ticketsDone, ticketsTotal] : [messagesDone, messagesTotal];
  const share = total === null || total === 0 ? 0 : (done / total) * 100;
  return (
    <Card label="Progress">
      <Group justify="space-between" gap="xs">
        <Text fw={550}>{phase === "planning" ? "Reading both sides" : "Carrying over"}</Text>
        <Text size="sm" c="dimmed">
          {etaSeconds === null ? "The time left is not known yet" : `About ${duration(etaSeconds * 1_000)} left`}
          {perSecond > 0 && `, ${perSecond.toFixed(1)} a second`}
        </Text>
      </Group>
      <Progress value={share} animated aria-label="Progress" size="lg" />
      <Text size="sm" c="dimmed">
        {counted(ticketsDone)} of {ticketsTotal === null ? "?" : countOf(ticketsTotal, "ticket")},{" "}
        {counted(messagesDone)} of {messagesTotal === null ? "?" : countOf(messagesTotal, "message")}
        {current !== null && `; now ${current}`}
        {waiting !== null && `. ${waiting}`}
      </Text>
    </Card>
  );
}
