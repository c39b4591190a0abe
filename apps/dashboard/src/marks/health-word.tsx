import {
  IconAlertOctagonFilled,
  IconBarrierBlock,
  IconCircleCheckFilled,
  IconHourglass,
  IconPlayerPauseFilled,
  type Icon,
} from "@tabler/icons-react";

import type { DirectionWord } from "../api/shapes.ts";
import { directionWord } from "../words/direction-words.ts";
import { ToneBadge } from "./tone-badge.tsx";

const shapes: Readonly<Record<DirectionWord, Icon>> = {
  "on-time": IconCircleCheckFilled,
  delayed: IconHourglass,
  blocked: IconBarrierBlock,
  paused: IconPlayerPauseFilled,
  "action-required": IconAlertOctagonFilled,
};

/** How a direction is, in one word. */
export function HealthWord({ word }: { readonly word: DirectionWord }) {
  const Shape = shapes[word];
  const { word: text, tone } = directionWord(word);
  return <ToneBadge tone={tone} word={text} icon={<Shape aria-hidden />} isLarge />;
}
