import { IconArrowRight } from "@tabler/icons-react";

import type { Direction } from "../api/shapes.ts";
import { sourceOf, targetOf } from "../words/sides.ts";
import styles from "./marks.module.css";
import { SideMark } from "./side-mark.tsx";

interface DirectionMarkProps {
  readonly direction: Direction;
  readonly short?: boolean;
}

export function DirectionMark({ direction, short = false }: DirectionMarkProps) {
  return (
    <span className={styles["direction"]}>
      <SideMark side={sourceOf(direction)} short={short} />
      <IconArrowRight role="img" aria-label="to" />
      <SideMark side={targetOf(direction)} short={short} />
    </span>
  );
}
