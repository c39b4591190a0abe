import { IconEye, IconFlask } from "@tabler/icons-react";

import { useOverview } from "../api/overview.ts";
import { ToneBadge } from "../marks/tone-badge.tsx";

/** Says where one is, where it is named, and always that nothing is written. */
export function EnvironmentBadge() {
  const { data } = useOverview();
  return (
    <>
      {typeof data?.environment === "string" && (
        <ToneBadge
          tone="busy"
          word={data.environment}
          meaning="The environment that this bridge was given as its name."
          icon={<IconFlask aria-hidden />}
        />
      )}
      {data?.mode === "observe" && (
        <ToneBadge
          tone="wait"
          word="Observing"
          meaning="The bridge reads and decides, but writes nothing to a helpdesk."
          icon={<IconEye aria-hidden />}
          isReached
        />
      )}
    </>
  );
}
