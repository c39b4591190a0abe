import { optionsOfBody, viewOfReportLine } from "@ticket-bridge/assembly";
import {
  BackfillBusyError,
  BackfillIdleError,
  BackfillNotFoundError,
  BackfillObservingError,
  BackfillUnfinishedError,
  type ActTarget,
} from "@ticket-bridge/sync";

import { mayDo } from "../auth/principal.ts";
import { Problem } from "../problem.ts";
import type { ApiContext } from "./context.ts";
import { operation, type AnyOperation } from "./operation.ts";
import * as schemas from "./schemas/backfills.ts";

export function backfillOperations(context: ApiContext): AnyOperation[] {
  return [
    createBackfill,
    listBackfills,
    getBackfill,
    stopBackfill,
    resumeBackfill,
    discardBackfill,
    reportOfBackfill,
  ].map((make) => make(context));
}

function createBackfill({ backfillJobs, log }: ApiContext): AnyOperation {
  return operation({
    id: "createBackfill",
    method: "post",
    path: "/api/backfills",
    summary: "Carry the history over, or find out what that would write",
    body: schemas.newBackfill,
    largestBody: "10mb",
    success: { status: 201, description: "Begun; it goes on behind this answer", schema: schemas.backfill },
    problems: { 409: "Another backfill is not finished" },
    makes: "backfill",
    describe: ({ body }) => ({
      what: body.dryRun ? "Find out what a backfill would write." : "Begin a backfill.",
      target: null,
    }),
    handle: async ({ body }) => {
      const options = optionsOfBody(body);
      if (body.dryRun) return backfillJobs.plan(options);
      const made = await asProblems(backfillJobs.create(options, body.start, body.watcher ?? null));
      log.info({ backfillId: made.id }, "Backfill begun.");
      return made;
    },
  });
}

function listBackfills({ backfills, backfillJobs }: ApiContext): AnyOperation {
  return operation({
    id: "listBackfills",
    method: "get",
    path: "/api/backfills",
    summary: "The backfills, newest first; dry runs are not among them",
    query: schemas.backfillsQuery,
    success: { status: 200, description: "A page", schema: schemas.backfillPage },
    problems: {},
    handle: async ({ query }) => {
      const { items, nextCursor } = await backfills.list({ cursor: query.cursor ?? null, limit: query.limit });
      return { items: items.map((each) => backfillJobs.answerOf(each)), nextCursor };
    },
  });
}

function getBackfill({ backfillJobs }: ApiContext): AnyOperation {
  return operation({
    id: "getBackfill",
    method: "get",
    path: "/api/backfills/{id}",
    summary: "One backfill or dry run, with its plan, progress and result",
    params: schemas.backfillId,
    query: schemas.watcherQuery,
    success: { status: 200, description: "The backfill", schema: schemas.backfill },
    problems: { 404: "No such backfill" },
    // Who may only look does not keep a run for a command either, though he knew its name.
    handle: ({ params, query, by }) =>
      asProblems(backfillJobs.get(params.id, mayDo(by, "operator") ? (query.watcher ?? null) : null)),
  });
}

function stopBackfill({ backfillJobs, log }: ApiContext): AnyOperation {
  return operation({
    id: "stopBackfill",
    method: "post",
    path: "/api/backfills/{id}/stop",
    summary: "Stop a backfill: what is in flight ends, and it can be resumed",
    params: schemas.backfillId,
    success: { status: 200, description: "Told to stop", schema: schemas.backfill },
    problems: { 404: "No such backfill", 409: "Nobody plans it or carries it out" },
    describe: ({ params }) => ({ what: `Stop backfill ${params.id}.`, target: backfillTarget(params.id) }),
    handle: async ({ params }) => {
      const stopping = await asProblems(backfillJobs.stop(params.id));
      log.info({ backfillId: params.id }, "Backfill told to stop.");
      return stopping;
    },
  });
}

function resumeBackfill({ backfillJobs, log }: ApiContext): AnyOperation {
  return operation({
    id: "resumeBackfill",
    method: "post",
    path: "/api/backfills/{id}/resume",
    summary: "Go on with a backfill where it stands",
    params: schemas.backfillId,
    body: schemas.resumeBackfill,
    success: { status: 200, description: "It goes on behind this answer", schema: schemas.backfill },
    problems: { 404: "No such backfill", 409: "It is being carried out already" },
    describe: ({ params }) => ({ what: `Resume backfill ${params.id}.`, target: backfillTarget(params.id) }),
    handle: async ({ params, body }) => {
      const resumed = await asProblems(backfillJobs.resume(params.id, body.prepareOnly, body.watcher ?? null));
      log.info({ backfillId: params.id }, "Backfill resumed.");
      return resumed;
    },
  });
}

function discardBackfill({ backfills, backfillJobs, log }: ApiContext): AnyOperation {
  return operation({
    id: "discardBackfill",
    method: "delete",
    path: "/api/backfills/{id}",
    summary: "Remove a backfill that nobody has begun to carry out",
    params: schemas.backfillId,
    success: { status: 204, description: "Removed", schema: null },
    problems: { 404: "No such backfill", 409: "It has begun" },
    describe: ({ params }) => ({ what: `Discard backfill ${params.id}.`, target: backfillTarget(params.id) }),
    handle: async ({ params }) => {
      const { state } = await asProblems(backfillJobs.get(params.id));
      const removed = await backfills.discard(params.id);
      if (!removed) throw Problem.of(409, "id", `Backfill ${params.id} is ${state} and stays for the record.`);
      log.info({ backfillId: params.id }, "Backfill discarded.");
    },
  });
}

function reportOfBackfill({ backfills, backfillJobs, store }: ApiContext): AnyOperation {
  return operation({
    id: "reportOfBackfill",
    method: "get",
    path: "/api/backfills/{id}/report",
    summary: "What needs attention after a backfill, by class",
    params: schemas.backfillId,
    query: schemas.reportQuery,
    success: { status: 200, description: "A page", schema: schemas.reportPage },
    problems: { 404: "No such backfill" },
    handle: async ({ params, query }) => {
      const { dryRun } = await asProblems(backfillJobs.get(params.id));
      if (dryRun) return { items: [], nextCursor: null };
      const { items, next } = await backfills.reportPage(params.id, { from: query.cursor ?? null, limit: query.limit });
      const places = await store.placesOfLines(items);
      const shown = { linkId: null, mirrorId: null };
      return {
        items: items.map((line, index) => ({ ...viewOfReportLine(line), ...(places[index] ?? shown) })),
        nextCursor: next === null ? null : `${next.ticket}.${next.lines}`,
      };
    },
  });
}

const conflicts = [BackfillUnfinishedError, BackfillBusyError, BackfillIdleError, BackfillObservingError];

async function asProblems<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof BackfillNotFoundError) throw Problem.of(404, "id", error.message);
    if (conflicts.some((kind) => error instanceof kind)) {
      throw new Problem(409, (error as Error).message, { cause: error });
    }
    throw error;
  }
}

function backfillTarget(id: string): ActTarget {
  return { kind: "backfill", id };
}
