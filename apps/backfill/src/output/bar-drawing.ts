import type { Colours } from "@ticket-bridge/terminal";

import { duration, rate } from "./figures.ts";

const widestBar = 30;
const narrowestBar = 10;
/** What the words beside the bar seldom outgrow: the bar keeps its width while they change. */
const roomForWords = 62;
const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

export interface BarParts {
  /** 0 to 1; null while nobody knows how much there is. */
  readonly share: number | null;
  readonly words: readonly string[];
  /** Words that tell of something that needs attention. */
  readonly troubles: readonly string[];
  /** The ticket of the moment. */
  readonly current: string | null;
  /** Why nothing moves. */
  readonly waiting: string | null;
}

/** A bar with words beside it, the ticket of the moment below, and why it waits when it does. */
export function barDrawing(parts: BarParts, width: number, colours: Colours): readonly string[] {
  const { share, troubles, current, waiting } = parts;
  const words = [...parts.words, ...troubles];
  const room = Math.min(widestBar, width - roomForWords);
  const told = [...parts.words, ...troubles.map((word) => colours.yellow(word))];
  const bar = share === null || room < narrowestBar ? [] : [colours.cyan(barOf(share, room))];
  return [
    cut(` ${[...bar, ...told].join("  ")}`, width, words, bar.length > 0 ? room : 0),
    ...(current === null ? [] : [colours.dim(` ${current}`.slice(0, width))]),
    ...(waiting === null ? [] : [colours.yellow(` Waiting: ${waiting}`)]),
  ];
}

/** "38/s", "3 min left". */
export function paceWords({
  perSecond,
  etaSeconds,
}: {
  readonly perSecond: number;
  readonly etaSeconds: number | null;
}): readonly string[] {
  return [
    ...(perSecond > 0 ? [rate(perSecond)] : []),
    ...(etaSeconds === null || etaSeconds <= 0 ? [] : [`${duration(etaSeconds)} left`]),
  ];
}

/** 0 to 1; null while nobody knows how much there is. */
export function shareOf(done: number, total: number | null): number | null {
  if (total === null) return null;
  return total === 0 ? 1 : Math.min(1, done / total);
}

function barOf(share: number, width: number): string {
  const filled = Math.floor(share * width * 8);
  const bar = "█".repeat(Math.floor(filled / 8)) + (eighths[filled % 8] ?? "");
  return bar + "░".repeat(width - bar.length);
}

/** A line that is too long for the terminal would be broken, and jump at every change: the words alone, as they fit. */
function cut(line: string, width: number, words: readonly string[], barWidth: number): string {
  const length = 1 + words.join("  ").length + (barWidth > 0 ? barWidth + 2 : 0);
  return length <= width ? line : ` ${words.join("  ")}`.slice(0, width);
}
