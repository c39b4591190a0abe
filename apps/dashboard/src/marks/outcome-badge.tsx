import { IconAlertTriangle, IconBan, IconCircleHalf2, IconCircleCheckFilled, IconClock } from "@tabler/icons-react";

import type { Act } from "../api/shapes.ts";
import { ToneBadge } from "./tone-badge.tsx";

/** What became of an act. */
export function OutcomeBadge({ outcome }: { readonly outcome: Act["outcome"] }) {
  switch (outcome) {
    case "done":
      return <ToneBadge tone="good" word="Done" icon={<IconCircleCheckFilled aria-hidden />} />;
    case "partly":
      return (
        <ToneBadge
          tone="wait"
          word="In part"
          meaning="Of what it was about not all were done."
          icon={<IconCircleHalf2 aria-hidden />}
        />
      );
    case "failed":
      return (
        <ToneBadge
          tone="bad"
          word="Failed"
          meaning="It ended amid its work, or a helpdesk or the database did not do its part."
          icon={<IconAlertTriangle aria-hidden />}
        />
      );
    case "refused":
      return <ToneBadge tone="bad" word="Refused" icon={<IconBan aria-hidden />} />;
    case "asked":
      return (
        <ToneBadge
          tone="wait"
          word="Asked"
          meaning="Under way, or the bridge ended or lost its database before it could say what became of it."
          icon={<IconClock aria-hidden />}
          isReached
        />
      );
  }
}
