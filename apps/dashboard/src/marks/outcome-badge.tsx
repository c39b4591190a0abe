import {
  IconAlertTriangle,
  IconBan,
  IconCircleHalf2,
  IconCircleCheckFilled,
  IconClock,
  type Icon,
} from "@tabler/icons-react";

import type { Act } from "../api/shapes.ts";
import { outcomeWords } from "../words/outcomes.ts";
import { ToneBadge } from "./tone-badge.tsx";

const shapes: Readonly<Record<Act["outcome"], Icon>> = {
  done: IconCircleCheckFilled,
  partly: IconCircleHalf2,
  failed: IconAlertTriangle,
  refused: IconBan,
  asked: IconClock,
};

/** What became of an act. */
export function OutcomeBadge({ outcome }: { readonly outcome: Act["outcome"] }) {
  const { word, tone, meaning } = outcomeWords(outcome);
  const Shape = shapes[outcome];
  const isReached = outcome === "asked";
  return <ToneBadge tone={tone} word={word} meaning={meaning} icon={<Shape aria-hidden />} isReached={isReached} />;
}
