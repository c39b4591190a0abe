import type { RelearnProgressView } from "@ticket-bridge/assembly";
import type { Colours } from "@ticket-bridge/terminal";

import { barDrawing, paceWords, shareOf } from "../output/bar-drawing.ts";
import { counted, figure } from "../output/figures.ts";
import type { Moving } from "../output/output.ts";

export interface RelearnProgress extends RelearnProgressView {
  readonly done: number;
  /** What the map got, or would get. */
  readonly mirrors: number;
  readonly failed: number;
  /** Pairs of tickets. */
  readonly perSecond: number;
  readonly etaSeconds: number | null;
  /** The pair that was looked at last. */
  readonly current: string | null;
}

export function relearnProgressTold(progress: RelearnProgress): Moving {
  return {
    record: { event: "progress", ...progress },
    lines: () => [line(progress)],
    drawn: (width, colours) => drawing(progress, width, colours),
    phase: `${progress.pairs === null} ${progress.waiting ?? ""}`,
  };
}

function drawing(progress: RelearnProgress, width: number, colours: Colours): readonly string[] {
  const { done, pairs, current, waiting } = progress;
  const words =
    pairs === null
      ? ["Looking for markers in SuperOffice"]
      : [`${figure(done)}/${figure(pairs)} pairs`, ...found(progress)];
  const share = pairs === null ? null : shareOf(done, pairs);
  return barDrawing({ share, words, troubles: troubles(progress), current, waiting }, width, colours);
}

function line(progress: RelearnProgress): string {
  const { done, pairs, current, waiting } = progress;
  const why = waiting === null ? "" : `; waiting: ${waiting}`;
  if (pairs === null) return `Looking for markers in SuperOffice${why}`;
  const words = [`${figure(done)} of ${counted(pairs, "pair")}`, ...found(progress), ...troubles(progress)];
  return `Learning: ${words.join(", ")}${current === null ? "" : `; ${current}`}${why}`;
}

function found(progress: RelearnProgress): readonly string[] {
  return [counted(progress.mirrors, "message"), ...paceWords(progress)];
}

function troubles({ failed }: RelearnProgress): readonly string[] {
  return failed > 0 ? [`${counted(failed, "pair")} left alone`] : [];
}
