import { Badge } from "@mantine/core";

import { useStatus } from "../api/status.ts";
import { needsOf } from "../words/needs.ts";
import { counted } from "../words/numbers.ts";

/** How much the view lists that needs a person: alarms, helpdesks, stopped tickets, and what is held or uncertain. */
export function AttentionCount() {
  const { data } = useStatus();
  const waiting = data === undefined ? 0 : data.needing + needsOf(data, undefined).count;
  if (waiting === 0) return null;
  return (
    <Badge size="sm" bg="var(--bad-tint)" c="var(--bad)" aria-label={`${counted(waiting)} need attention`}>
      {counted(waiting)}
    </Badge>
  );
}
