import type { Direction, Throughput } from "../api/shapes.ts";

export type ChartRow = Readonly<Record<Direction, number>> & { readonly label: string };

/** Both directions' buckets side by side, each with its time in the viewer's zone. */
export function chartRows({ span, directions }: Throughput): ChartRow[] {
  const [first] = directions;
  if (first === undefined) return [];
  const countAt = (direction: Direction, place: number) =>
    directions.find((each) => each.direction === direction)?.buckets[place]?.count ?? 0;
  return first.buckets.map(({ from }, place) => ({
    label: timeOfBucket(from, span),
    "superoffice-to-requestor": countAt("superoffice-to-requestor", place),
    "requestor-to-superoffice": countAt("requestor-to-superoffice", place),
  }));
}

function timeOfBucket(from: string, span: Throughput["span"]): string {
  const options: Intl.DateTimeFormatOptions =
    span === "week" ? { weekday: "short", hour: "2-digit", minute: "2-digit" } : { hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat("en-GB", options).format(new Date(from));
}
