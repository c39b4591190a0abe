import type { BackfillProgressView } from "@ticket-bridge/assembly";
import type { Colours } from "@ticket-bridge/terminal";

import { counted, duration, figure, percent, rate } from "./figures.ts";

const widestBar = 30;
const narrowestBar = 10;
/** What the words beside the bar seldom outgrow: the bar keeps its width while they change. */
const roomForWords = 62;
const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar with rate, time left and errors, the ticket of the moment below it, and why it waits when it does. */
export function progressDrawing(progress: BackfillProgressView, width: number, colours: Colours): readonly string[] {
  const share = shareOf(progress);
  const words = figures(progress);
  const room = Math.min(widestBar, width - roomForWords);
  const troubled = progress.held + progress.failed > 0;
  const told = words.map((word, index) =>
    troubled && index >= words.length - troubles(progress).length ? colours.yellow(word) : word,
  );
  const bar = share === null || room < narrowestBar ? [] : [colours.cyan(barOf(share, room))];
  return [
    cut(` ${[...bar, ...told].join("  ")}`, width, words, bar.length > 0 ? room : 0),
    ...(progress.current === null ? [] : [colours.dim(` ${progress.current}`.slice(0, width))]),
    ...(progress.waiting === null ? [] : [colours.yellow(` Waiting: ${progress.waiting}`)]),
  ];
}

/** The same as one line of words, for pipes and log files. */
export function progressLine(progress: BackfillProgressView): string {
  const { phase, messagesDone, messagesTotal, ticketsDone, ticketsTotal, current, waiting } = progress;
  const parts = [
    ...(messagesTotal === null
      ? []
      : [
          `${figure(messagesDone)} of ${counted(messagesTotal, "message")} (${percent(messagesDone, messagesTotal)} %)`,
        ]),
    ticketsTotal === null
      ? counted(ticketsDone, "ticket")
      : `${figure(ticketsDone)} of ${counted(ticketsTotal, "ticket")}`,
    ...pace(progress),
    ...troubles(progress),
  ];
  const where = current === null ? "" : `; ${current}`;
  const why = waiting === null ? "" : `; waiting: ${waiting}`;
  return `${phase === "planning" ? "Planning" : "Running"}: ${parts.join(", ")}${where}${why}`;
}

/** What a line is due at once for: the phase of the run, and that it waits. */
export function progressPhase({ phase, waiting }: BackfillProgressView): string {
  return `${phase} ${waiting ?? ""}`;
}

/** 0 to 1; null while nobody knows how much there is. */
function shareOf({ messagesDone, messagesTotal, ticketsDone, ticketsTotal }: BackfillProgressView): number | null {
  const [done, total] = messagesTotal === null ? [ticketsDone, ticketsTotal] : [messagesDone, messagesTotal];
  if (total === null) return null;
  return total === 0 ? 1 : Math.min(1, done / total);
}

function figures(progress: BackfillProgressView): readonly string[] {
  const { phase, messagesDone, messagesTotal, ticketsDone, ticketsTotal } = progress;
  if (phase === "planning" || messagesTotal === null) {
    const tickets = ticketsTotal === null ? figure(ticketsDone) : `${figure(ticketsDone)}/${figure(ticketsTotal)}`;
    return [
      ticketsDone === 0 && ticketsTotal === null
        ? "Getting ready"
        : `${phase === "planning" ? "Planning" : "Running"}  ${tickets} tickets`,
      ...pace(progress),
      ...troubles(progress),
    ];
  }
  return [
    `${percent(messagesDone, messagesTotal)} %`,
    `${figure(messagesDone)}/${figure(messagesTotal)} messages`,
    ...pace(progress),
    ...troubles(progress),
  ];
}

function pace({ perSecond, etaSeconds }: BackfillProgressView): readonly string[] {
  return [
    ...(perSecond > 0 ? [rate(perSecond)] : []),
    ...(etaSeconds === null || etaSeconds <= 0 ? [] : [`${duration(etaSeconds)} left`]),
  ];
}

function troubles({ held, failed }: BackfillProgressView): readonly string[] {
  return [
    ...(held > 0 ? [`${figure(held)} held`] : []),
    ...(failed > 0 ? [`${counted(failed, "ticket")} set aside`] : []),
  ];
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
