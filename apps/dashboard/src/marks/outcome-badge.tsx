import { IconBan, IconCircleCheckFilled, IconClock } from "@tabler/icons-react";

import type { Act } from "../api/shapes.ts";
import { ToneBadge } from "./tone-badge.tsx";

/** What became of an act. */
export function OutcomeBadge({ outcome }: { readonly outcome: Act["outcome"] }) {
  switch (outcome) {
    case "done":
      return <ToneBadge tone="good" word="Done" icon={<IconCircleCheckFilled aria-hidden />} />;
    case "refused":
      return <ToneBadge tone="bad" word="Refused" icon={<IconBan aria-hidden />} />;
    case "asked":
      return (
        <ToneBadge
          tone="wait"
          word="Asked"
          meaning="Under way, or the bridge ended before it could say what became of it."
          icon={<IconClock aria-hidden />}
          isReached
        />
      );
  }
}
