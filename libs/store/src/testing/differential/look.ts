import type { Actor } from "./actor.ts";
import { lookAtAudits } from "./audit-calls.ts";
import { lookAtRuns } from "./backfill-calls.ts";
import { lookAtCreations } from "./creation-calls.ts";
import { plainLink, plainMirror } from "./plain.ts";

/** What people see of everything, for comparison after each call; the actor learns the ids from it. */
export async function look(actor: Actor): Promise<unknown> {
  const { store } = actor.scene;
  const all = { state: null, linkId: null, side: null };
  const [links, mirrors] = [
    await store.listLinks({ cursor: null, limit: 100 }),
    await store.listMirrors(all, { cursor: null, limit: 500 }),
  ];
  const place = ({ source }: (typeof mirrors.items)[number]) => [source.side, Number(source.messageId)] as const;
  actor.links = links.items;
  actor.mirrors = [...mirrors.items].sort((a, b) => {
    const [aSide, aId] = place(a);
    const [bSide, bId] = place(b);
    return aSide === bSide ? aId - bId : aSide < bSide ? -1 : 1;
  });
  return {
    links: links.items.map((link) => plainLink(actor, link)),
    mirrors: actor.mirrors.map((mirror) => plainMirror(actor, mirror)),
    creations: await lookAtCreations(actor),
    runs: await lookAtRuns(actor),
    audits: await lookAtAudits(actor),
    woke: await actor.scene.heard(),
  };
}
