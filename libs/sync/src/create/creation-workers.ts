import { otherSide } from "@ticket-bridge/helpdesk";

import type { EngineContext } from "../engine-context.ts";
import { LeasedWorkers } from "../leased-workers.ts";
import { creationRun, type CreationParts } from "./creation-run.ts";
import { HeldCreation } from "./held-creation.ts";
import { workCreation } from "./work-creation.ts";

/** New tickets are few beside messages, and each costs several calls. */
const atOnce = 2;

/**
 * Not started where the policy creates nothing.
 *
 * @param ofBackfill only what this run wants
 */
export function creationWorkers(
  context: EngineContext,
  parts: CreationParts,
  ofBackfill?: string,
): LeasedWorkers<HeldCreation> {
  const { store, health, settings, workerId } = context;
  const { leaseMs } = settings;
  return new LeasedWorkers<HeldCreation>(context, {
    atOnce,
    claim: async (limit, before) => {
      // The sides whose tickets could be given a counterpart now.
      const sources = parts.sources.filter((source) => {
        const target = otherSide(source);
        return health.isOpen(source, "read") && health.isOpen(target, "read") && health.isOpen(target, "write");
      });
      if (sources.length === 0) return [];
      const creations = await store.claimCreations(workerId, {
        ...{ sources, limit, leaseMs },
        ...(ofBackfill !== undefined && { ofBackfill }),
      });
      return creations.map((claimed) => new HeldCreation(context, claimed, before));
    },
    work: async (held) => {
      await workCreation(creationRun(context, held, parts));
      return null;
    },
    renew: async (all) => {
      const kept = await store.renewCreations(
        all.map(({ lease }) => lease),
        leaseMs,
      );
      const ids = new Set(kept.map(({ id }) => id));
      return all.filter(({ lease }) => ids.has(lease.id));
    },
    says: {
      unclaimed: "Creations could not be claimed; trying again.",
      brokenOff: "A creation broke off; its lease will run out.",
      unrenewed: "Leases of creations could not be renewed.",
    },
    nameOf: ({ lease }) => ({ creationId: lease.id }),
  });
}
