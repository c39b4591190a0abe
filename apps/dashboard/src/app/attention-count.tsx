import { Badge } from "@mantine/core";

import { useStatus } from "../api/status.ts";
import { counted } from "../words/numbers.ts";

/** How much the view lists that needs a person: messages, tickets, and tickets that are stopped. */
export function AttentionCount() {
  const { data } = useStatus();
  const stopped = data?.stopped.reduce((sum, { count }) => sum + count, 0) ?? 0;
  const waiting = (data?.needing ?? 0) + stopped;
  if (waiting === 0) return null;
  return (
    <Badge size="sm" bg="var(--bad-tint)" c="var(--bad)" aria-label={`${counted(waiting)} need attention`}>
      {counted(waiting)}
    </Badge>
  );
}
