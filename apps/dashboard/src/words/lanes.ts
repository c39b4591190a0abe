import type { Lane } from "../api/shapes.ts";

type Totals = Pick<Lane, "pending" | "uncertain" | "held" | "mirrored" | "skipped">;

/** Both directions of a link together. */
export function laneTotals(lanes: readonly Lane[]): Totals {
  const none: Totals = { pending: 0, uncertain: 0, held: 0, mirrored: 0, skipped: 0 };
  return lanes.reduce<Totals>(
    (sum, lane) => ({
      pending: sum.pending + lane.pending,
      uncertain: sum.uncertain + lane.uncertain,
      held: sum.held + lane.held,
      mirrored: sum.mirrored + lane.mirrored,
      skipped: sum.skipped + lane.skipped,
    }),
    none,
  );
}
