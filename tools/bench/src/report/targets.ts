import type { Backfill, BackfillSizeRow } from "../parts/backfill.ts";
import type { Cost } from "../parts/costs.ts";
import type { Lists } from "../parts/lists.ts";
import type { Figures } from "./document.ts";

/** One figure that was to be reached. */
export interface Target {
  readonly name: string;
  readonly figure: number;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly reached: boolean;
}

const directionNames = {
  "superoffice-to-requestor": "SuperOffice to Requestor",
  "requestor-to-superoffice": "Requestor to SuperOffice",
  both: "both at once",
} as const;

export function directionName(directions: readonly (keyof typeof directionNames)[]): string {
  const [only] = directions;
  return directionNames[directions.length === 1 && only !== undefined ? only : "both"];
}

const mostReads = (cost: Cost) => (cost.direction === "superoffice-to-requestor" && cost.load === "live" ? 2.1 : 1.1);
const mostAboveIdleMb = 100;
const mostListMs = 100;
const mostGrowth = 1.15;
const mostMemoryMb = { postgresql: 250, embedded: 450 } as const;

/** Holds the figures against what is to be reached on 2 cores; what was not measured has no target. */
export function targetsOf({
  throughput,
  costs,
  latency,
  memory,
  fullDatabase,
  attachments,
  lists,
  backfill,
}: Figures): readonly Target[] {
  return [
    ...throughput
      .filter(({ database }) => database === "postgresql")
      .map(({ load, directions, ratio }) =>
        atLeast(`Throughput by the floor, PostgreSQL, ${load}, ${directionName(directions)}`, ratio, 0.3),
      ),
    ...costs.flatMap((cost) => {
      const where = `${directionName([cost.direction])}, ${cost.load}`;
      return [
        atMost(`Writes a message, ${where}`, cost.writes, 1.0),
        atMost(`Reads a message, idle polls apart, ${where}`, cost.reads, mostReads(cost)),
      ];
    }),
    ...latency
      .filter(({ direction, database }) => direction === "both" && database === "postgresql")
      .map(({ p99 }) => atMost("Latency p99 in ms by webhook, PostgreSQL", p99, 250)),
    ...memory.map(({ database, peakMb }) => atMost(`Memory in MB, ${database}`, peakMb, mostMemoryMb[database])),
    ...(fullDatabase === null
      ? []
      : [atLeast("Throughput with the full database by the empty one", fullDatabase.ratio, 0.9)]),
    ...peakAboveIdle(attachments),
    ...(lists === null ? [] : ofLists(lists)),
    ...(backfill === null ? [] : ofBackfill(backfill)),
  ];
}

function ofLists({ queries }: Lists): Target[] {
  return [
    atMost("Slowest list of the admin page, p99 in ms", Math.max(...queries.map(({ p99 }) => p99)), mostListMs),
    atMost(
      "Tables that grow with traffic, read from end to end for a list",
      queries.reduce((sum, { scans }) => sum + scans, 0),
      0,
    ),
  ];
}

function ofBackfill({ rates, sizes }: Backfill): Target[] {
  return [
    ...rates
      .filter(({ database }) => database === "postgresql")
      .map(({ ratio }) => atLeast("Backfill by the floor, PostgreSQL", ratio, 0.5)),
    ...(["plan", "run"] as const).flatMap((does) => growth(does, sizes)),
  ];
}

/** How much more memory the longest history took than the shortest one, of those that did the same. */
function growth(does: BackfillSizeRow["does"], sizes: Backfill["sizes"]): Target[] {
  const peaks = sizes.flatMap((row) => (row.does === does && row.peakMb !== null ? [{ ...row, mb: row.peakMb }] : []));
  const [first, last] = [peaks[0], peaks.at(-1)];
  if (first === undefined || last === undefined || first === last) return [];
  const name = `Memory of a backfill's ${does} of ${grouped(last.messages)} messages by that of ${grouped(first.messages)}`;
  return [atMost(name, last.mb / first.mb, mostGrowth)];
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

function peakAboveIdle(attachments: Figures["attachments"]): Target[] {
  const peaks = attachments.flatMap(({ aboveIdleMb }) => aboveIdleMb ?? []);
  return peaks.length === 0
    ? []
    : [atMost("Memory above idle while files are carried, MB", Math.max(...peaks), mostAboveIdleMb)];
}

function atLeast(name: string, figure: number, least: number): Target {
  return { name, figure, atLeast: least, reached: figure >= least };
}

function atMost(name: string, figure: number, most: number): Target {
  return { name, figure, atMost: most, reached: figure <= most };
}
