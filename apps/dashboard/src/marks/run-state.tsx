import { IconCircleCheckFilled, IconListDetails, IconPlayerStop, IconProgress } from "@tabler/icons-react";

import type { Backfill } from "../api/shapes.ts";
import { ToneBadge } from "./tone-badge.tsx";

/** How far a backfill is, in a word. */
export function RunState({ run: { standing, why, stopAsked } }: { readonly run: Backfill }) {
  switch (standing) {
    case "planning":
      return <ToneBadge tone="busy" word={stopAsked ? "Stopping" : "Planning"} icon={<IconProgress aria-hidden />} />;
    case "planned":
      return <ToneBadge tone="quiet" word="Planned" icon={<IconListDetails aria-hidden />} />;
    case "running":
      return <ToneBadge tone="busy" word={stopAsked ? "Stopping" : "Running"} icon={<IconProgress aria-hidden />} />;
    case "stopped":
      return <ToneBadge tone="wait" word="Stopped" meaning={why ?? undefined} icon={<IconPlayerStop aria-hidden />} />;
    case "finished":
      return <ToneBadge tone="good" word="Finished" icon={<IconCircleCheckFilled aria-hidden />} />;
  }
}
