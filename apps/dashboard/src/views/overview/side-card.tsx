import { Group, Progress, Text } from "@mantine/core";

import type { Overview, Side, SideStatus } from "../../api/shapes.ts";
import { SideMark } from "../../marks/side-mark.tsx";
import { SideState } from "../../marks/side-state.tsx";
import { TimeAgo } from "../../marks/time-ago.tsx";
import { Card } from "../../parts/card.tsx";
import { percent } from "../../words/numbers.ts";
import { sideName } from "../../words/sides.ts";
import { duration } from "../../words/times.ts";

interface SideCardProps {
  readonly side: Side;
  readonly status: SideStatus;
  readonly budget: Overview["budgets"][Side];
}

/** How one helpdesk is. */
export function SideCard({ side, status, budget }: SideCardProps) {
  const { trouble, lastSuccess, quietTicketSeenWithinSeconds, rateBudget } = status;
  const share = percent(budget.used);
  return (
    <Card label={sideName(side)}>
      <Group justify="space-between" gap="xs">
        <SideMark side={side} />
        <SideState status={status} />
      </Group>
      {trouble !== null && (
        <Text size="sm" c="var(--bad)">
          {trouble}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {lastSuccess === null ? (
          "It has not answered yet."
        ) : (
          <>
            Answered last <TimeAgo at={lastSuccess} />.
          </>
        )}
        {quietTicketSeenWithinSeconds !== null &&
          ` A message without a webhook is seen within ${duration(quietTicketSeenWithinSeconds * 1_000)}.`}
      </Text>
      <div>
        <Group justify="space-between" gap="xs">
          <Text size="xs" c="dimmed">
            Call budget used, of {rateBudget.perSecond} a second
          </Text>
          <Text size="xs">{share}</Text>
        </Group>
        <Progress value={budget.used * 100} color={`var(--${side})`} aria-label={`Call budget used: ${share}`} mt={4} />
        {budget.quietSeconds > 0 && (
          <Text size="xs" c="var(--wait)">
            {sideName(side)} asked for quiet for {duration(budget.quietSeconds * 1_000)}.
          </Text>
        )}
      </div>
    </Card>
  );
}
