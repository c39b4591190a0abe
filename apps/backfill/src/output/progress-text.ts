import type { BackfillProgressView } from "@ticket-bridge/assembly";
import type { Colours } from "@ticket-bridge/terminal";

import { barDrawing, paceWords, shareOf } from "./bar-drawing.ts";
import { counted, figure, percent } from "./figures.ts";

/** A bar with rate, time left and errors, the ticket of the moment below it, and why it waits when it does. */
export function progressDrawing(progress: BackfillProgressView, width: number, colours: Colours): readonly string[] {
  const { messagesDone, messagesTotal, ticketsDone, ticketsTotal, current, waiting } = progress;
  const share = messagesTotal === null ? shareOf(ticketsDone, ticketsTotal) : shareOf(messagesDone, messagesTotal);
  const parts = { share, words: figures(progress), troubles: troubles(progress), current, waiting };
  return barDrawing(parts, width, colours);
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
    ...paceWords(progress),
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

function figures(progress: BackfillProgressView): readonly string[] {
  const { phase, messagesDone, messagesTotal, ticketsDone, ticketsTotal } = progress;
  if (phase === "planning" || messagesTotal === null) {
    const tickets = ticketsTotal === null ? figure(ticketsDone) : `${figure(ticketsDone)}/${figure(ticketsTotal)}`;
    return [
      ticketsDone === 0 && ticketsTotal === null
        ? "Getting ready"
        : `${phase === "planning" ? "Planning" : "Running"}  ${tickets} tickets`,
      ...paceWords(progress),
    ];
  }
  return [
    `${percent(messagesDone, messagesTotal)} %`,
    `${figure(messagesDone)}/${figure(messagesTotal)} messages`,
    ...paceWords(progress),
  ];
}

function troubles({ held, failed }: BackfillProgressView): readonly string[] {
  return [
    ...(held > 0 ? [`${figure(held)} held`] : []),
    ...(failed > 0 ? [`${counted(failed, "ticket")} set aside`] : []),
  ];
}
