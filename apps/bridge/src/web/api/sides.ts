import { sideName, type Side } from "@ticket-bridge/helpdesk";

import type { ApiContext } from "./context.ts";
import { operation, type AnyOperation } from "./operation.ts";
import * as schemas from "./schemas/sides.ts";
import { parameters } from "./schemas/words.ts";

export function sideOperations({ store, log, pausesChanged }: ApiContext): AnyOperation[] {
  const setPaused = async (side: Side, paused: boolean) => {
    await store.setPaused(side, paused);
    await pausesChanged();
    // What came meanwhile is found at once, not when the next interval ends.
    if (!paused) await store.makeAllPollsDue(side);
    log.info({ side }, `${sideName(side)} ${paused ? "paused" : "resumed"}.`);
    return { side, paused };
  };
  return [
    operation({
      id: "pauseSide",
      method: "post",
      path: "/api/sides/{side}/pause",
      summary: "Neither read nor write this helpdesk until it is resumed",
      params: parameters.side,
      success: { status: 200, description: "Paused", schema: schemas.sideStanding },
      problems: { 404: "No such side" },
      describe: ({ params }) => ({
        what: `Pause ${sideName(params.side)}.`,
        target: { kind: "side", id: params.side },
      }),
      handle: ({ params }) => setPaused(params.side, true),
    }),
    operation({
      id: "resumeSide",
      method: "post",
      path: "/api/sides/{side}/resume",
      summary: "Go on with this helpdesk",
      params: parameters.side,
      success: { status: 200, description: "Resumed", schema: schemas.sideStanding },
      problems: { 404: "No such side" },
      describe: ({ params }) => ({
        what: `Resume ${sideName(params.side)}.`,
        target: { kind: "side", id: params.side },
      }),
      handle: ({ params }) => setPaused(params.side, false),
    }),
  ];
}
