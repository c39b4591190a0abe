import { Group, Progress, Text } from "@mantine/core";
import { IconPlayerPause } from "@tabler/icons-react";

import type { Backfill } from "../../api/shapes.ts";
import { Card } from "../../parts/card.tsx";
import { counted, countOf } from "../../words/numbers.ts";
import { duration } from "../../words/times.ts";

type Standing = Pick<
  NonNullable<Backfill["progress"]>,
  "ticketsDone" | "ticketsTotal" | "messagesDone" | "messagesTotal"
>;

/** How far a run is: at work with when it will be done, stopped with what it stands at. */
export function BackfillProgress({ run }: { readonly run: Backfill }) {
  const { progress, standing, startedAt } = run;
  if (standing === "stopped") return startedAt !== null && <Stopped run={run} />;
  return progress !== null && <AtWork progress={progress} />;
}

function AtWork({ progress }: { readonly progress: NonNullable<Backfill["progress"]> }) {
  const { phase, current, waiting } = progress;
  return (
    <Card label="Progress">
      <Group justify="space-between" gap="xs">
        <Text fw={550}>{phase === "planning" ? "Reading both sides" : "Carrying over"}</Text>
        <Text size="sm" c="dimmed">
          {waiting === null ? timeLeft(progress) : "It waits"}
        </Text>
      </Group>
      <Progress value={shareOf(progress)} animated={waiting === null} aria-label="Progress" size="lg" />
      {waiting !== null && (
        <Group gap={6} wrap="nowrap" align="flex-start">
          <IconPlayerPause size={18} aria-hidden style={{ flexShrink: 0 }} />
          <Text size="sm" fw={550}>
            {waiting}
          </Text>
        </Group>
      )}
      <Text size="sm" c="dimmed">
        {soFar(progress)}
        {current !== null && `; now ${current}`}
      </Text>
    </Card>
  );
}

function Stopped({ run: { result, plan, ticketsTotal } }: { readonly run: Backfill }) {
  const standing = {
    ticketsDone: result.ticketsDone + result.ticketsFailed,
    ticketsTotal,
    messagesDone: result.written.superoffice + result.written.requestor + result.adopted + result.held,
    messagesTotal: plan === null ? null : plan.toWrite.superoffice + plan.toWrite.requestor + plan.toAdopt,
  };
  return (
    <Card label="Progress">
      <Text fw={550}>Stopped on its way</Text>
      <Progress value={shareOf(standing)} color="gray" aria-label="Progress" size="lg" />
      <Text size="sm" c="dimmed">
        {soFar(standing)}. What was begun of a ticket, a running bridge delivers all the same.
      </Text>
    </Card>
  );
}

function timeLeft({ etaSeconds, perSecond }: NonNullable<Backfill["progress"]>): string {
  const left = etaSeconds === null ? "The time left is not known yet" : `About ${duration(etaSeconds * 1_000)} left`;
  return perSecond > 0 ? `${left}, ${perSecond.toFixed(1)} a second` : left;
}

function shareOf({ ticketsDone, ticketsTotal, messagesDone, messagesTotal }: Standing): number {
  const [done, total] = messagesTotal === null ? [ticketsDone, ticketsTotal] : [messagesDone, messagesTotal];
  return total === null || total === 0 ? 0 : (done / total) * 100;
}

function soFar({ ticketsDone, ticketsTotal, messagesDone, messagesTotal }: Standing): string {
  const tickets = `${counted(ticketsDone)} of ${ticketsTotal === null ? "?" : countOf(ticketsTotal, "ticket")}`;
  return `${tickets}, ${counted(messagesDone)} of ${messagesTotal === null ? "?" : countOf(messagesTotal, "message")}`;
}
