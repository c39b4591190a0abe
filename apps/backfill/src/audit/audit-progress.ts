import type { Colours } from "@ticket-bridge/terminal";

import { barDrawing, paceWords, shareOf } from "../output/bar-drawing.ts";
import { counted, figure } from "../output/figures.ts";
import type { Moving } from "../output/output.ts";

export interface AuditProgress {
  readonly ticketsDone: number;
  readonly ticketsTotal: number;
  /** Messages that are not as they should be. */
  readonly differing: number;
  /** Tickets that cannot be compared. */
  readonly failed: number;
  /** Tickets. */
  readonly perSecond: number;
  readonly etaSeconds: number | null;
  readonly current: string | null;
  readonly waiting: string | null;
}

export function auditProgressTold(progress: AuditProgress): Moving {
  return {
    record: { event: "progress", ...progress },
    lines: () => [line(progress)],
    drawn: (width, colours) => drawing(progress, width, colours),
    phase: progress.waiting ?? "",
  };
}

function drawing(progress: AuditProgress, width: number, colours: Colours): readonly string[] {
  const { ticketsDone, ticketsTotal, current, waiting } = progress;
  const words = [`${figure(ticketsDone)}/${figure(ticketsTotal)} tickets compared`, ...paceWords(progress)];
  const share = shareOf(ticketsDone, ticketsTotal);
  return barDrawing({ share, words, troubles: troubles(progress), current, waiting }, width, colours);
}

function line(progress: AuditProgress): string {
  const { ticketsDone, ticketsTotal, current, waiting } = progress;
  const done = `${figure(ticketsDone)} of ${counted(ticketsTotal, "ticket")}`;
  const where = current === null ? "" : `; ${current}`;
  const why = waiting === null ? "" : `; waiting: ${waiting}`;
  return `Comparing: ${[done, ...paceWords(progress), ...troubles(progress)].join(", ")}${where}${why}`;
}

function troubles({ differing, failed }: AuditProgress): readonly string[] {
  return [
    ...(differing > 0 ? [`${counted(differing, "message")} not the same`] : []),
    ...(failed > 0 ? [`${counted(failed, "ticket")} not compared`] : []),
  ];
}
