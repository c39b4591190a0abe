import { Badge } from "@mantine/core";

import { useStatus } from "../api/status.ts";
import { counted } from "../words/numbers.ts";

/** How many messages need a person. */
export function AttentionCount() {
  const { data } = useStatus();
  const waiting = (data?.counts.held ?? 0) + (data?.counts.uncertain ?? 0);
  if (waiting === 0) return null;
  return (
    <Badge size="sm" bg="var(--bad-tint)" c="var(--bad)" aria-label={`${counted(waiting)} need attention`}>
      {counted(waiting)}
    </Badge>
  );
}
