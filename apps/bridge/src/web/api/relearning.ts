import { pairsOf } from "@ticket-bridge/assembly";
import { sides } from "@ticket-bridge/helpdesk";

import { Problem } from "../problem.ts";
import type { ApiContext } from "./context.ts";
import { operation, type AnyOperation } from "./operation.ts";
import { refusePaused } from "./refuse-paused.ts";
import * as schemas from "./schemas/relearning.ts";

export function relearnOperations(context: ApiContext): AnyOperation[] {
  return [begin, step, stop].map((make) => make(context));
}

function begin({ store, relearnJobs, log }: ApiContext): AnyOperation {
  return operation({
    id: "beginRelearning",
    method: "post",
    path: "/api/relearnings",
    summary: "Learn links and the id map again from the markers on both sides, or find out what that would store",
    body: schemas.relearnBody,
    largestBody: "10mb",
    success: { status: 201, description: "Begun; ask for its next results", schema: schemas.relearning },
    problems: { 409: "Another one is at work, or a side is paused" },
    makes: "relearning",
    describe: ({ body: { pairs, apply } }) => ({
      what: `${apply ? "Learn" : "Find out what would be learned of"} the map again from markers, with ${pairs.length} pairs named.`,
      target: null,
    }),
    handle: async ({ body: { pairs, apply } }) => {
      await refusePaused(store, sides);
      const id = relearnJobs.begin({ pairs: pairsOf(pairs), apply });
      if (id === null) throw new Problem(409, "The map is being learned again for somebody else already.");
      log.info({ apply, pairs: pairs.length }, "Learning the map again from markers.");
      return { id };
    },
  });
}

function step({ relearnJobs }: ApiContext): AnyOperation {
  return operation({
    id: "nextOfRelearning",
    method: "post",
    path: "/api/relearnings/{id}/next",
    summary: "Go on for about a second, and give what was found; nothing goes on without these calls",
    params: schemas.relearningId,
    success: { status: 200, description: "The next results", schema: schemas.relearnStep },
    problems: { 404: "No such relearning", 409: "Somebody else waits for the same results" },
    routine: "for-all",
    handle: async ({ params }) => {
      const outcome = await relearnJobs.step(params.id);
      if (outcome === "not-found") throw notFound(params.id);
      if (outcome === "asked-already") throw new Problem(409, "Somebody else waits for the same results.");
      return outcome;
    },
  });
}

function stop({ relearnJobs }: ApiContext): AnyOperation {
  return operation({
    id: "stopRelearning",
    method: "delete",
    path: "/api/relearnings/{id}",
    summary: "Stop it; what was stored stays",
    params: schemas.relearningId,
    success: { status: 204, description: "Told to stop", schema: null },
    problems: { 404: "No such relearning" },
    describe: ({ params }) => ({
      what: `Stop relearning ${params.id}.`,
      target: { kind: "relearning", id: params.id },
    }),
    handle: ({ params }) => {
      if (!relearnJobs.stop(params.id)) throw notFound(params.id);
      return Promise.resolve();
    },
  });
}

function notFound(id: string): Problem {
  return Problem.of(404, "id", `There is no relearning ${id}.`);
}
