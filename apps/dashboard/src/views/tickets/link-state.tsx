import {
  IconAlertOctagonFilled,
  IconArrowsLeftRight,
  IconClock,
  IconHandStop,
  IconPlayerPause,
  IconUnlink,
} from "@tabler/icons-react";

import type { Link } from "../../api/shapes.ts";
import { ToneBadge } from "../../marks/tone-badge.tsx";
import { directionWords } from "../../words/sides.ts";

interface LinkStateProps {
  readonly link: Link;
  readonly isLinked: boolean;
}

/** Whether a link runs, in a word; why it does not on hover. */
export function LinkState({ link, isLinked }: LinkStateProps) {
  if (!isLinked) return <ToneBadge tone="quiet" word="Unlinked" icon={<IconUnlink aria-hidden />} />;
  if (link.paused) {
    return (
      <ToneBadge
        tone="quiet"
        word="Paused"
        meaning="Messages are seen and wait until a person resumes the link."
        icon={<IconPlayerPause aria-hidden />}
      />
    );
  }
  const stopped = link.lanes.filter(({ stopped }) => stopped);
  if (stopped.length > 0) {
    return <ToneBadge tone="bad" word="Stopped" meaning={reasons(stopped)} icon={<IconHandStop aria-hidden />} />;
  }
  if (link.lanes.some(({ held }) => held > 0)) {
    return (
      <ToneBadge
        tone="bad"
        word="Gap"
        meaning="A held message is missing on the other side; the others cross."
        icon={<IconAlertOctagonFilled aria-hidden />}
      />
    );
  }
  const waiting = link.lanes.filter(({ reason }) => reason !== null);
  if (waiting.length > 0) {
    return <ToneBadge tone="wait" word="Waiting" meaning={reasons(waiting)} icon={<IconClock aria-hidden />} />;
  }
  return <ToneBadge tone="good" word="In step" icon={<IconArrowsLeftRight aria-hidden />} />;
}

function reasons(lanes: Link["lanes"]): string {
  return lanes.map(({ direction, reason }) => `${directionWords(direction)}: ${reason ?? ""}`).join("\n");
}
