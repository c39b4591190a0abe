import type { EngineContext } from "../engine-context.ts";
import { LeasedWorkers } from "../leased-workers.ts";
import type { LaneLease } from "../ports/lane-store.ts";
import { deliverLane } from "./deliver-lane.ts";
import { HeldLane } from "./held-lane.ts";

/** Whose lanes are worked on, other than all of them. */
export interface OfBackfill {
  readonly id: string;
  /** Called when a lane was given back. */
  readonly onReleased: () => void;
}

/** One worker a lane. */
export function laneWorkers(context: EngineContext, run?: OfBackfill): LeasedWorkers<HeldLane> {
  const { store, health, settings, workerId, publicWrites } = context;
  const { leaseMs, lanesAtOnce, mode } = settings;
  return new LeasedWorkers<HeldLane>(context, {
    atOnce: lanesAtOnce,
    claim: async (limit, before) => {
      const directions = health.openDirections();
      if (directions.length === 0) return [];
      const unobserved = mode === "observe";
      const ofBackfill = run === undefined ? {} : { ofBackfill: run.id };
      const lanes = await store.claimLanes(workerId, { directions, limit, leaseMs, unobserved, ...ofBackfill });
      if (lanes.some(({ publicStopped }) => publicStopped)) publicWrites.stop();
      return lanes.map((lane) => new HeldLane(context, lane, before));
    },
    work: async (lane, stopping) => {
      const release = await deliverLane(context, lane, stopping);
      run?.onReleased();
      return release.kind === "again" ? release.afterMs : null;
    },
    renew: async (lanes) => {
      const kept = await store.renewLeases(
        lanes.map(({ lease }) => lease),
        leaseMs,
      );
      const names = new Set(kept.map(nameOf));
      return lanes.filter(({ lease }) => names.has(nameOf(lease)));
    },
    says: {
      unclaimed: "Lanes could not be claimed; trying again.",
      brokenOff: "A lane broke off; its lease will run out.",
      unrenewed: "Leases could not be renewed.",
    },
    nameOf: ({ lease: { linkId, direction } }) => ({ linkId, direction }),
  });
}

function nameOf({ linkId, direction, epoch }: LaneLease): string {
  return `${linkId}/${direction}/${epoch}`;
}
