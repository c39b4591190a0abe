import { directionFrom, sides, sourceOf, type Direction, type Side } from "@ticket-bridge/helpdesk";
import type { AttentionFilter, AttentionGroup } from "@ticket-bridge/store";
import { tellCause, type CauseOf } from "@ticket-bridge/sync";
import type { z } from "zod";

import { actOnAll, refuseOtherNumber } from "./act-on-all.ts";
import { iso } from "./as-json.ts";
import type { ApiContext } from "./context.ts";
import { operation, type AnyOperation } from "./operation.ts";
import * as schemas from "./schemas/attention.ts";

/** Where side and direction contradict each other nothing is read, and nothing changes. */
const ofNothing = "nothing";

export function attentionOperations(context: ApiContext): AnyOperation[] {
  return [getAttention(context), act(context)];
}

function getAttention({ store }: ApiContext): AnyOperation {
  return operation({
    id: "getAttention",
    method: "get",
    path: "/api/attention",
    summary:
      "Messages and tickets that are held or uncertain, by what the cause is: first where customers can read something internal, then the most",
    query: schemas.attentionQuery,
    success: { status: 200, description: "The groups", schema: schemas.attention },
    problems: {},
    handle: async ({ query }) => {
      const filter = toFilter(query);
      const { groups, fingerprint } =
        filter === null ? { groups: [], fingerprint: ofNothing } : await store.attentionGroups(filter);
      return {
        total: groups.reduce((sum, { held, uncertain }) => sum + held + uncertain, 0),
        fingerprint,
        groups: groups.map(groupAsJson).sort((a, b) => Number(b.exposes) - Number(a.exposes)),
      };
    },
  });
}

function act({ store, log }: ApiContext): AnyOperation {
  return operation({
    id: "actOnAttention",
    method: "post",
    path: "/api/attention/act",
    summary: "Retry or skip everything that is held or uncertain and fits the filter",
    body: schemas.attentionAct,
    success: { status: 200, description: "What came of it", schema: schemas.attentionDone },
    problems: { 409: "It concerns other ones by now than were shown; nothing was done" },
    describe: ({ body }) => ({ what: whatIsAsked(body), target: null }),
    handle: async ({ body: { act: name, reason = "", filter: asked, expected, fingerprint } }) => {
      const filter = toFilter(asked);
      // Of a side and a direction that contradict each other there is nothing.
      if (filter === null) refuseOtherNumber(0, expected);
      const outcome =
        filter === null
          ? { done: 0, refused: [] }
          : await actOnAll(store, name === "retry" ? { name } : { name, reason }, filter, { expected, fingerprint });
      const { done, refused } = outcome;
      log.info({ act: name, ...asked, done, refused: refused.length }, "Acted on all that a filter names.");
      return outcome;
    },
  });
}

function whatIsAsked({ act: name, reason, filter, expected }: z.output<typeof schemas.attentionAct>): string {
  const named = Object.entries(filter).map(([field, value]) => `${field} ${value}`);
  const which = named.length === 0 ? "" : ` (${named.join(", ")})`;
  if (name === "retry") return `Retry all ${expected} that are held or uncertain${which}`;
  return `Skip all ${expected} that are held or uncertain${which}: ${reason ?? ""}`;
}

interface Asked {
  readonly of?: CauseOf | undefined;
  readonly cause?: string | undefined;
  readonly side?: Side | undefined;
  readonly direction?: Direction | undefined;
  readonly linkId?: string | undefined;
}

/** Null where side and direction contradict each other. */
function toFilter({ of, cause, side, direction, linkId }: Partial<Asked>): AttentionFilter | null {
  const source = direction === undefined ? side : sourceOf(direction);
  if (side !== undefined && source !== side) return null;
  return { of: of ?? null, cause: cause ?? null, side: source ?? null, linkId: linkId ?? null };
}

function groupAsJson({ of, cause, fingerprint, held, uncertain, bySource, oldestAt, example }: AttentionGroup) {
  return {
    ...{ of, cause, ...tellCause(cause), fingerprint, count: held + uncertain, held, uncertain },
    directions: sides
      .filter((side) => bySource[side] > 0)
      .map((side) => ({ direction: directionFrom(side), count: bySource[side] })),
    oldestAt: iso(oldestAt),
    example,
  };
}
