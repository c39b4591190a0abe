import type { Mirror, MirrorState } from "@ticket-bridge/sync";

import { mirrorAsJson } from "./as-json.ts";
import type { ApiContext } from "./context.ts";

const mostShown = 20;
const mirrorsPerPage = 200;
/** A ticket with a thousand held messages must not hide the other tickets, nor have all of them read at each call. */
const mostPages = 5;

/** The newest message of those that are one thing to do. */
interface OneThing {
  readonly mirror: Mirror;
  readonly alsoHeld: string[];
}

/** The newest messages that need a person or are uncertain; held ones of a link that share their reason are told as one. */
export async function needingAttention(context: ApiContext) {
  const [held, uncertain] = await Promise.all([collected(context, "held"), collected(context, "uncertain")]);
  return [...held, ...uncertain]
    .slice(0, mostShown)
    .map(({ mirror, alsoHeld }) => ({ ...mirrorAsJson(mirror), alsoHeld }));
}

async function collected({ store }: ApiContext, state: MirrorState): Promise<readonly OneThing[]> {
  const things = new Map<string, OneThing>();
  let cursor: string | null = null;
  for (let page = 0; page < mostPages && things.size < mostShown; page += 1) {
    const found: Awaited<ReturnType<typeof store.listMirrors>> = await store.listMirrors(
      { state, linkId: null, side: null },
      { cursor, limit: mirrorsPerPage },
    );
    for (const mirror of found.items) {
      const key = thingOf(mirror);
      const known = things.get(key);
      if (known === undefined) things.set(key, { mirror, alsoHeld: [] });
      else known.alsoHeld.push(mirror.id);
    }
    cursor = found.nextCursor;
    if (cursor === null) break;
  }
  return [...things.values()];
}

/** The same for messages that are told as one. What is uncertain becomes clear by itself, each for its own. */
export function thingOf({ id, linkId, direction, kind, state, reason }: Mirror): string {
  return state === "held" && reason !== null ? JSON.stringify([linkId, direction, kind, reason]) : id;
}
