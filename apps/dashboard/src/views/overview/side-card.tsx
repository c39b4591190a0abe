import { Group, Progress, Text } from "@mantine/core";

import type { Overview, Side, SideStatus } from "../../api/shapes.ts";
import { TimeAgo } from "../../marks/time-ago.tsx";
import { SideFrame } from "../../parts/side-frame.tsx";
import { percent } from "../../words/numbers.ts";
import { sideName } from "../../words/sides.ts";
import { duration } from "../../words/times.ts";
import { WebhookLine } from "./webhook-line.tsx";

interface SideCardProps {
  readonly side: Side;
  readonly status: SideStatus;
  readonly budget: Overview["budgets"][Side];
}

/** How one helpdesk is. */
export function SideCard({ side, status, budget }: SideCardProps) {
  const { lastSuccess, quietTicketSeenWithinSeconds, rateBudget } = status;
  const share = percent(budget.used);
  return (
    <SideFrame side={side} status={status}>
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
      <WebhookLine side={side} status={status} />
      <div>
        <Group justify="space-between" gap="xs">
          <Text size="xs" c="dimmed">
            Call budget used over the last minute, of {rateBudget.perSecond} a second
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
    </SideFrame>
  );
}
