import {
  IconAlertOctagonFilled,
  IconCircleCheckFilled,
  IconCircleDot,
  IconHelpTriangle,
  IconProgress,
  type Icon,
} from "@tabler/icons-react";

import type { Tone } from "../../words/states.ts";

const shapes: Readonly<Record<Tone, Icon>> = {
  good: IconCircleCheckFilled,
  busy: IconProgress,
  quiet: IconCircleDot,
  wait: IconHelpTriangle,
  bad: IconAlertOctagonFilled,
};

export function TraceBullet({ tone }: { readonly tone: Tone }) {
  const Shape = shapes[tone];
  return <Shape size={18} color={`var(--${tone})`} aria-hidden />;
}
