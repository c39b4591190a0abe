import { Tooltip } from "@mantine/core";
import type { ReactNode } from "react";

import type { Tone } from "../words/states.ts";
import styles from "./marks.module.css";

interface ToneBadgeProps {
  readonly tone: Tone;
  readonly icon: ReactNode;
  readonly word: string;
  readonly meaning?: string | undefined;
  readonly isLarge?: boolean;
  /** Reached with the Tab key, for its meaning: where the badge stands once and nothing else says what it means. */
  readonly isReached?: boolean;
}

/** A word with a shape before it, in the colour of its tone. */
export function ToneBadge({ tone, icon, word, meaning, isLarge = false, isReached = false }: ToneBadgeProps) {
  const badge = (
    <span
      className={`${styles["badge"]} ${styles[tone]} ${isLarge ? styles["large"] : ""}`}
      tabIndex={isReached ? 0 : undefined}
    >
      {icon}
      {word}
    </span>
  );
  if (meaning === undefined) return badge;
  return (
    <Tooltip label={meaning} multiline maw={320}>
      {badge}
    </Tooltip>
  );
}
