import { IconArrowsLeftRight, IconClock, IconHandStop, IconPlayerPause } from "@tabler/icons-react";

import type { Link } from "../../api/shapes.ts";
import { ToneBadge } from "../../marks/tone-badge.tsx";
import { directionWords } from "../../words/sides.ts";

/** Whether a link runs, in a word; why it does not on hover. */
export function LinkState({ link }: { readonly link: Link }) {
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
  const waiting = link.lanes.filter(({ reason }) => reason !== null);
  if (waiting.length > 0) {
    return <ToneBadge tone="wait" word="Waiting" meaning={reasons(waiting)} icon={<IconClock aria-hidden />} />;
  }
  return <ToneBadge tone="good" word="In step" icon={<IconArrowsLeftRight aria-hidden />} />;
}

function reasons(lanes: Link["lanes"]): string {
  return lanes.map(({ direction, reason }) => `${directionWords(direction)}: ${reason ?? ""}`).join("\n");
}
