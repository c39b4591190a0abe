import { IconEye } from "@tabler/icons-react";

import { useStatus } from "../api/status.ts";
import { ToneBadge } from "../marks/tone-badge.tsx";

/** Says where one is, where that is not the plain production. */
export function EnvironmentBadge() {
  const { data } = useStatus();
  if (data?.mode !== "observe") return null;
  return (
    <ToneBadge
      tone="wait"
      word="Observing"
      meaning="The bridge reads and decides, but writes nothing to a helpdesk."
      icon={<IconEye aria-hidden />}
    />
  );
}
