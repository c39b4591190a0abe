import { directionFrom, sides, sourceOf } from "@ticket-bridge/helpdesk";
import { adoptTarget, type AdoptOutcome } from "@ticket-bridge/sync";

import { type Log } from "@ticket-bridge/assembly";
import { failedAmid } from "../auth/on-several.ts";
import { toProblem } from "../failures.ts";
import { Problem } from "../problem.ts";
import { mirrorAsJson, mirrorWithTraceAsJson } from "./as-json.ts";
import { thingOf } from "./attention.ts";
import type { ApiContext } from "./context.ts";
import { mirrorInWords } from "./in-words.ts";
import { operation, type AnyOperation } from "./operation.ts";
import { refusePaused } from "./refuse-paused.ts";
import * as schemas from "./schemas/mirrors.ts";
import { mirrorSearch } from "./schemas/searches.ts";
import { parameters } from "./schemas/words.ts";

const notNow = { 404: "No such message", 409: "It is neither held nor uncertain" };

export function mirrorOperations(context: ApiContext): AnyOperation[] {
  return [listMirrors, getMirror, retryMirror, skipMirror, adoptMirror].map((make) => make(context));
}

function listMirrors({ store }: ApiContext): AnyOperation {
  return operation({
    id: "listMirrors",
    method: "get",
    path: "/api/mirrors",
    summary: "Messages and what became of them, newest first",
    query: mirrorSearch,
    success: { status: 200, description: "A page", schema: schemas.mirrorPage },
    problems: {},
    handle: async ({ query }) => {
      const {
        state = null,
        cause = null,
        linkId = null,
        kind = null,
        from = null,
        until = null,
        q: words = null,
      } = query;
      const asked = sides.filter((side) => (query.side ?? side) === side);
      const [side = null, ...others] = asked.filter(
        (each) => sourceOf(query.direction ?? directionFrom(each)) === each,
      );
      // Of a side and a direction that contradict each other there is nothing.
      if (side === null) return { items: [], nextCursor: null };
      const search = { state, cause, linkId, side: others.length > 0 ? null : side, kind, from, until, words };
      const page = await store.searchMirrors(search, { cursor: query.cursor ?? null, limit: query.limit });
      return { items: page.items.map(mirrorAsJson), nextCursor: page.nextCursor };
    },
  });
}

function getMirror({ store }: ApiContext): AnyOperation {
  return operation({
    id: "getMirror",
    method: "get",
    path: "/api/mirrors/{id}",
    summary: "One message with its whole trace",
    params: parameters.rowId,
    success: { status: 200, description: "The message", schema: schemas.mirrorWithTrace },
    problems: { 404: "No such message" },
    handle: async ({ params }) => {
      const mirror = (await store.getMirror(params.id)) ?? noSuchMirror(params.id);
      return mirrorWithTraceAsJson(mirror, await store.attachmentsOf(mirror.id));
    },
  });
}

function retryMirror({ store, log }: ApiContext): AnyOperation {
  return operation({
    id: "retryMirror",
    method: "post",
    path: "/api/mirrors/{id}/retry",
    summary: "Try a held or uncertain message again",
    params: parameters.rowId,
    success: { status: 200, description: "The message as it is now", schema: schemas.mirror },
    problems: notNow,
    describe: async ({ params }) => ({
      what: `Retry ${await mirrorInWords(store, params.id)}.`,
      target: { kind: "mirror", id: params.id },
    }),
    handle: async ({ params }) => changed(log, params.id, "Retried by hand.", await store.retryMirror(params.id)),
  });
}

function skipMirror({ store, log }: ApiContext): AnyOperation {
  return operation({
    id: "skipMirror",
    method: "post",
    path: "/api/mirrors/{id}/skip",
    summary: "Leave a held or uncertain message out",
    params: parameters.rowId,
    body: schemas.skip,
    success: { status: 200, description: "The message as it is now", schema: schemas.skipped },
    problems: notNow,
    describe: async ({ params, body }) => ({
      what: `Skip ${await mirrorInWords(store, params.id)}: ${body.reason}${andAlso(body.alsoHeld)}`,
      target: { kind: "mirror", id: params.id },
    }),
    handle: async ({ params, body }) => {
      const skip = (id: string) => store.skipMirror(id, body.reason);
      const before = await store.getMirror(params.id);
      const answer = changed(log, params.id, "Skipped by hand.", await skip(params.id));
      const notSkipped: string[] = [];
      const others = othersOf(params.id, body.alsoHeld);
      for (const [n, id] of others.entries()) {
        // The person saw one reason: what is another thing by now was not decided.
        const skipSame = async () => {
          const one = await store.getMirror(id);
          return one !== null && before !== null && thingOf(one) === thingOf(before) ? await skip(id) : null;
        };
        const outcome = await skipSame().catch((error: unknown) => {
          const done = 1 + n - notSkipped.length;
          throw failedAmid(toProblem(error), { done, refused: notSkipped.map(() => stays) }, 1 + others.length);
        });
        if (outcome?.outcome === "done") changed(log, id, "Skipped by hand.", outcome);
        else notSkipped.push(id);
      }
      return { ...answer, notSkipped };
    },
    onSeveral: ({ notSkipped }: { notSkipped: readonly string[] }, { params, body }) => ({
      done: 1 + othersOf(params.id, body.alsoHeld).length - notSkipped.length,
      refused: notSkipped.map(() => stays),
    }),
  });
}

const stays = { reason: "It is not held any more for the same reason on the same link." };

function othersOf(id: string, alsoHeld: readonly string[] = []): readonly string[] {
  return [...new Set(alsoHeld)].filter((other) => other !== id);
}

function andAlso(ids: readonly string[] = []): string {
  return ids.length === 0 ? "" : ` With it ${ids.length} more: ${ids.join(", ")}.`;
}

function adoptMirror({ store, helpdesks, log }: ApiContext): AnyOperation {
  return operation({
    id: "adoptMirror",
    method: "post",
    path: "/api/mirrors/{id}/adopt",
    summary: "Name the message that is the mirror of a held or uncertain one",
    params: parameters.rowId,
    body: schemas.adopt,
    success: { status: 200, description: "The message as it is now", schema: schemas.mirror },
    problems: { ...notNow, 422: "That message cannot be its mirror", 502: "A helpdesk could not be read" },
    describe: async ({ params, body }) => ({
      what: `Take message ${body.targetMessageId} for the mirror of ${await mirrorInWords(store, params.id)}.`,
      target: { kind: "mirror", id: params.id },
    }),
    handle: async ({ params, body }) => {
      await refusePaused(store, sides);
      const outcome = await adoptTarget({ store, helpdesks }, params.id, body.targetMessageId);
      return changed(log, params.id, "Adopted by hand.", outcome);
    },
  });
}

/** What a person's change came to, for the answer and the log. Throws Problem when nothing was changed. */
function changed(log: Log, id: string, act: string, outcome: AdoptOutcome) {
  const mirror = mirrorOf(id, outcome);
  log.info({ mirrorId: id, linkId: mirror.linkId, correlationId: mirror.correlationId }, act);
  return mirrorAsJson(mirror);
}

function mirrorOf(id: string, outcome: AdoptOutcome) {
  switch (outcome.outcome) {
    case "done":
      return outcome.mirror;
    case "not-found":
      return noSuchMirror(id);
    case "wrong-state":
      throw new Problem(409, `Message ${id} is ${outcome.state}; only held and uncertain ones can be changed.`);
    case "target-taken":
      throw Problem.of(409, "targetMessageId", "That message is already the mirror of another one.");
    case "refused":
      throw Problem.of(422, "targetMessageId", outcome.reason);
  }
}

function noSuchMirror(id: string): never {
  throw Problem.of(404, "id", `There is no message ${id}.`);
}
