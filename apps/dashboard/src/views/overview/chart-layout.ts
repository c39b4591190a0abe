import { nice, ticks } from "d3-array";

import type { Direction } from "../../api/shapes.ts";
import type { ChartRow } from "../../words/chart-rows.ts";
import { directions } from "../../words/sides.ts";

/** All in pixels, from the upper left corner. */
export interface ChartLayout {
  readonly columns: readonly Column[];
  /** The lines that the bars are measured by, each with its count. */
  readonly lines: readonly { readonly y: number; readonly count: number }[];
  /** Times below, as many as have room, the newest always. */
  readonly labels: readonly { readonly x: number; readonly label: string }[];
}

interface Column {
  readonly row: ChartRow;
  readonly x: number;
  readonly width: number;
  /** From the ground up, without those of which there were none. */
  readonly bars: readonly { readonly direction: Direction; readonly y: number; readonly height: number }[];
}

export const margin = { top: 12, right: 32, bottom: 24, left: 36 };
/** Between two labels, for the longest: "Wed 23:45". */
const labelRoom = 80;
const linesWanted = 4;

export function layOut(rows: readonly ChartRow[], width: number, height: number): ChartLayout {
  const across = Math.max(0, width - margin.left - margin.right);
  const ground = height - margin.bottom;
  const most = Math.max(...rows.map((row) => directions.reduce((sum, direction) => sum + row[direction], 0)), 0);
  // Counts are whole, so there is no line between 0 and 1.
  const [, top] = nice(0, Math.max(most, linesWanted), linesWanted);
  const yOf = (count: number) => ground - (count / top) * (ground - margin.top);
  const band = across / Math.max(1, rows.length);
  const centreOf = (place: number) => margin.left + (place + 0.5) * band;
  const step = Math.max(1, Math.ceil((labelRoom * rows.length) / Math.max(1, across)));
  return {
    columns: rows.map((row, place) => ({
      ...{ row, x: centreOf(place) - band * 0.4, width: band * 0.8 },
      bars: stacked(row, yOf),
    })),
    lines: ticks(0, top, linesWanted).map((count) => ({ y: yOf(count), count })),
    labels: rows.flatMap(({ label }, place) =>
      (rows.length - 1 - place) % step === 0 ? [{ x: centreOf(place), label }] : [],
    ),
  };
}

/** The place of the column under a point; null beside all. */
export function columnAt(x: number, count: number, width: number): number | null {
  const across = width - margin.left - margin.right;
  const place = Math.floor(((x - margin.left) / across) * count);
  return across > 0 && place >= 0 && place < count ? place : null;
}

function stacked(row: ChartRow, yOf: (count: number) => number): Column["bars"] {
  let below = 0;
  return directions.flatMap((direction) => {
    const [from, to] = [yOf(below), yOf(below + row[direction])];
    below += row[direction];
    return row[direction] === 0 ? [] : [{ direction, y: to, height: from - to }];
  });
}
