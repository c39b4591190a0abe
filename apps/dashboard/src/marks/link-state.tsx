import {
  IconAlertOctagonFilled,
  IconArrowsLeftRight,
  IconClock,
  IconHandStop,
  IconPlayerPause,
  IconUnlink,
} from "@tabler/icons-react";

import type { Lane, Link } from "../api/shapes.ts";
import { linkStanding, stoppedLanes, waitingLanes } from "../words/link-standing.ts";
import { directionWords } from "../words/sides.ts";
import { ToneBadge } from "./tone-badge.tsx";

interface LinkStateProps {
  readonly link: Link;
  readonly isLinked: boolean;
}

/** Whether a link runs, in a word; why it does not on hover, and in full on its tickets' view. */
export function LinkState({ link, isLinked }: LinkStateProps) {
  if (!isLinked) return <ToneBadge tone="quiet" word="Unlinked" icon={<IconUnlink aria-hidden />} />;
  switch (linkStanding(link)) {
    case "paused":
      return (
        <ToneBadge
          tone="quiet"
          word="Paused"
          meaning="Messages are seen and wait until a person resumes the link."
          icon={<IconPlayerPause aria-hidden />}
        />
      );
    case "stopped":
      return (
        <ToneBadge
          tone="bad"
          word="Stopped"
          meaning={reasons(stoppedLanes(link.lanes))}
          icon={<IconHandStop aria-hidden />}
        />
      );
    case "gap":
      return (
        <ToneBadge
          tone="bad"
          word="Gap"
          meaning="A held message is missing on the other side; the others cross."
          icon={<IconAlertOctagonFilled aria-hidden />}
        />
      );
    case "waiting":
      return (
        <ToneBadge
          tone="wait"
          word="Waiting"
          meaning={reasons(waitingLanes(link.lanes))}
          icon={<IconClock aria-hidden />}
        />
      );
    case "in-step":
      return <ToneBadge tone="good" word="In step" icon={<IconArrowsLeftRight aria-hidden />} />;
  }
}

function reasons(lanes: readonly Lane[]): string {
  return lanes.map(({ direction, reason }) => `${directionWords(direction)}: ${reason ?? ""}`).join("\n");
}
