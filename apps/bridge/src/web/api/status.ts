import { directions } from "@ticket-bridge/helpdesk";
import type { Creation, Link } from "@ticket-bridge/sync";

import { version, viewOfAlarm } from "@ticket-bridge/assembly";
import { needingAttention } from "./attention.ts";
import { totalsAsJson } from "./audits.ts";
import { creationAsJson } from "./as-json.ts";
import type { ApiContext } from "./context.ts";
import { sideStatuses } from "./side-status.ts";
import { operation, type AnyOperation } from "./operation.ts";
import { status } from "./schemas/status.ts";

const mostShown = 20;
const linksPerPage = 200;
/** Looking for waiting lanes must not read ten thousand links at each call. */
const mostPages = 5;

export function statusOperations(context: ApiContext): AnyOperation[] {
  const { store } = context;
  return [
    operation({
      id: "getStatus",
      method: "get",
      path: "/api/status",
      summary: "How the bridge and both helpdesks are",
      success: { status: 200, description: "The status", schema: status },
      problems: {},
      handle: async () => {
        const [standings, counts, needing, stopped, oldestWaitingSeconds, load, paused, totals, alarms] =
          await Promise.all([
            store.sideStandings(),
            store.countMirrors(),
            store.countAttention({ of: null, cause: null, side: null, linkId: null }),
            store.stoppedLanes(),
            store.oldestWaitingSeconds(),
            store.pollLoad("requestor"),
            store.countPausedLinks(),
            store.auditTotals(),
            store.standingAlarms(),
          ]);
        return {
          version,
          mode: context.mode,
          bridgeId: context.identity.bridgeId,
          sides: sideStatuses(context, standings, load),
          counts,
          oldestWaitingSeconds,
          links: load.active + load.quiet + paused,
          audit: totalsAsJson(totals),
          alarms: alarms.map(viewOfAlarm),
          lanes: await waitingLanes(context),
          needing: needing.message + needing.ticket,
          stopped: directions.map((direction) => ({ direction, ...stopped[direction] })),
          attention: await needingAttention(context),
          ticketAttention: (await ticketsNeedingAttention(context)).map(creationAsJson),
        };
      },
    }),
  ];
}

async function waitingLanes({ store }: ApiContext) {
  const waiting: { linkId: string; direction: Link["lanes"][number]["direction"]; stopped: boolean; reason: string }[] =
    [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages && waiting.length < mostShown; page += 1) {
    const links: Awaited<ReturnType<typeof store.listLinks>> = await store.listLinks({ cursor, limit: linksPerPage });
    for (const { id, lanes } of links.items) {
      for (const { direction, stopped, reason } of lanes) {
        if (reason !== null) waiting.push({ linkId: id, direction, stopped, reason });
      }
    }
    cursor = links.nextCursor;
    if (cursor === null) break;
  }
  return waiting.slice(0, mostShown);
}

async function ticketsNeedingAttention({ store }: ApiContext): Promise<Creation[]> {
  const pages = await Promise.all(
    (["held", "uncertain"] as const).map((state) =>
      store.listCreations({ state, side: null }, { cursor: null, limit: mostShown }),
    ),
  );
  return pages
    .flatMap(({ items }) => items)
    .sort((a, b) => Number(b.id) - Number(a.id))
    .slice(0, mostShown);
}
