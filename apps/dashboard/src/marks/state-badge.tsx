import {
  IconAlertOctagonFilled,
  IconCircleCheckFilled,
  IconCircleMinus,
  IconClock,
  IconHelpTriangle,
  IconLink,
  IconProgress,
  type Icon,
} from "@tabler/icons-react";

import type { CreationState, MirrorState } from "../api/shapes.ts";
import { stateWords } from "../words/states.ts";
import { ToneBadge } from "./tone-badge.tsx";

const shapes: Readonly<Record<MirrorState | CreationState, Icon>> = {
  pending: IconClock,
  sending: IconProgress,
  mirrored: IconCircleCheckFilled,
  skipped: IconCircleMinus,
  uncertain: IconHelpTriangle,
  held: IconAlertOctagonFilled,
  linked: IconLink,
};

interface StateBadgeProps {
  readonly state: MirrorState | CreationState;
  readonly isReached?: boolean;
}

/** The state of a message or of a ticket's creation. */
export function StateBadge({ state, isReached = false }: StateBadgeProps) {
  const { word, tone, meaning } = stateWords(state);
  const Shape = shapes[state];
  return <ToneBadge tone={tone} word={word} meaning={meaning} icon={<Shape aria-hidden />} isReached={isReached} />;
}
