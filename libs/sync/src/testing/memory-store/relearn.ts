import { compareIds, directionFrom, otherSide, sides, type Side } from "@ticket-bridge/helpdesk";

import type { RelearnedLink, RelearnedMirror } from "../../ports/relearn-store.ts";
import { makeRow } from "./capture.ts";
import { createLink } from "./links.ts";
import type { LinkRow, MemoryDatabase } from "./state.ts";
import { traceAppend } from "./trace.ts";

export function relearnLink(
  database: MemoryDatabase,
  learned: RelearnedLink,
): { linkId: string; added: number } | { taken: Side | "both" } {
  const { superofficeTicketId, requestorTicketId } = learned.link;
  let link = database.linkOfTicket("superoffice", superofficeTicketId);
  if (link?.tickets.requestor !== requestorTicketId) {
    const made = createLink(database, learned.link);
    if ("taken" in made) return made;
    link = database.activeLink(made.link.id);
  }
  if (link === undefined) throw new Error("The link that was just made is gone.");
  let added = 0;
  for (const side of sides) added += addMirrors(database, learned, link, side);
  return { linkId: link.id, added };
}

function addMirrors(database: MemoryDatabase, learned: RelearnedLink, link: LinkRow, side: Side): number {
  const lane = database.lane(link.id, directionFrom(side));
  if (lane === undefined) return 0;
  const given = [...learned.mirrors[side]].sort(
    (a, b) => Math.min(a.revision, 2) - Math.min(b.revision, 2) || compareIds(a.id, b.id) || a.revision - b.revision,
  );
  let added = 0;
  for (const mirror of given) {
    if (!isLacking(database, link, side, mirror)) continue;
    const { createdAt, gone, id, kind, revision, targetMessageId, visibility } = mirror;
    const version = revision === 1 ? mirror.version : null;
    const message = { id, createdAt, version, copy: null };
    const how = { side, correlationId: learned.correlationId, readAgoMs: 0 };
    const now = database.now();
    database.mirrors.push({
      ...makeRow(database, how, link, message, lane.nextSeq),
      ...{ kind, revision, targetMessageId, visibility },
      ...{ gone: gone && revision === 1, state: "mirrored", mirroredAt: now },
      trace: traceAppend([], now, { what: "re-learned", detail: foundBy(targetMessageId) }),
    });
    lane.nextSeq += 1;
    added += 1;
  }
  return added;
}

function isLacking(database: MemoryDatabase, link: LinkRow, side: Side, mirror: RelearnedMirror): boolean {
  const { id, revision, targetMessageId } = mirror;
  if (database.mirrorOfSource(side, id, revision) || database.mirrorWithTarget(side, id)) return false;
  if (database.mirrorWithTarget(otherSide(side), targetMessageId)) return false;
  if (database.revisionsOf(otherSide(side), targetMessageId).some(({ state }) => state !== "pending")) return false;
  return revision === 1 || database.mirrorOfSource(side, id)?.linkId === link.id;
}

const foundBy = (target: string) => `Message ${target} carries its marker: the bridge wrote it.`;
