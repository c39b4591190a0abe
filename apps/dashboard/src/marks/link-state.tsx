import {
  IconAlertOctagonFilled,
  IconArrowsLeftRight,
  IconClock,
  IconHandStop,
  IconPlayerPause,
  IconProgress,
  IconUnlink,
  type Icon,
} from "@tabler/icons-react";

import type { Link } from "../api/shapes.ts";
import { useObstacles } from "../api/status.ts";
import { linkWords, type LinkStanding } from "../words/link-standing.ts";
import { ToneBadge } from "./tone-badge.tsx";

interface LinkStateProps {
  readonly link: Link;
  readonly isLinked: boolean;
}

const shapes: Readonly<Record<LinkStanding, Icon>> = {
  unlinked: IconUnlink,
  paused: IconPlayerPause,
  stopped: IconHandStop,
  gap: IconAlertOctagonFilled,
  "side-paused": IconPlayerPause,
  waiting: IconClock,
  "under-way": IconProgress,
  "in-step": IconArrowsLeftRight,
};

/** Whether a link runs, in a word; why it does not on hover, and in full on its tickets' view. */
export function LinkState({ link, isLinked }: LinkStateProps) {
  const { standing, word, tone, meaning } = linkWords(link, isLinked, useObstacles());
  const Shape = shapes[standing];
  return <ToneBadge tone={tone} word={word} meaning={meaning} icon={<Shape aria-hidden />} />;
}
