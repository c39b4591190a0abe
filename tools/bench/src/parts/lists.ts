import { openStore, type DashboardReads, type LinkSearch, type MirrorSearch } from "@ticket-bridge/store";
import type { RealPostgresql } from "@ticket-bridge/store/testing";

import type { Fill } from "../database/fill-database.ts";
import { fillLists } from "../database/fill-lists.ts";
import type { Progress } from "../progress.ts";
import { quantile } from "../report/statistics.ts";
import type { Rig } from "../rig.ts";

export interface ListSize {
  readonly fill: Fill;
  /** How often each list is asked for. */
  readonly times: number;
}

/** One list of the admin page over the filled database. */
interface ListQuery {
  readonly list: string;
  readonly p50: number;
  readonly p99: number;
  /** Times that the server read a table that grows with the traffic from one end to the other. */
  readonly scans: number;
}

export interface Lists extends Fill {
  readonly queries: readonly ListQuery[];
}

type Reads = Awaited<ReturnType<typeof openStore>>;
type Ask = (reads: Reads, turn: number) => Promise<unknown>;

/** Asks each list of the admin page again and again with what people might ask for, one question at a time. */
export async function measureLists(rig: Rig, size: ListSize, progress: Progress): Promise<Lists> {
  const server = await rig.postgresql();
  const databaseUrl = await server.createDatabase();
  const migrated = await openStore({ databaseUrl, dataDir: "" });
  await migrated.close();
  progress.step(`filling a database with ${size.fill.mirrors} mirrors and ${size.fill.links} links for the lists`);
  await fillLists((script) => server.run(databaseUrl, script), size.fill);
  const queries: ListQuery[] = [];
  for (const [list, ask] of Object.entries(listsOf(size.fill))) {
    progress.step(`asking for ${list}`);
    queries.push(await measure({ server, databaseUrl, times: size.times }, list, ask));
  }
  return { ...size.fill, queries };
}

async function measure(
  { server, databaseUrl, times }: { server: RealPostgresql; databaseUrl: string; times: number },
  list: string,
  ask: Ask,
): Promise<ListQuery> {
  const before = await scansOf(server, databaseUrl);
  const store = await openStore({ databaseUrl, dataDir: "" });
  const milliseconds: number[] = [];
  try {
    // The first ones plan and read from the disk.
    for (let turn = 0; turn < 3; turn += 1) await ask(store, turn);
    for (let turn = 3; turn < times + 3; turn += 1) {
      const from = performance.now();
      await ask(store, turn);
      milliseconds.push(performance.now() - from);
    }
  } finally {
    // A session tells what it did when it ends.
    await store.close();
  }
  const scans = (await scansOf(server, databaseUrl)) - before;
  return { list, p50: quantile(milliseconds, 0.5), p99: quantile(milliseconds, 0.99), scans };
}

async function scansOf(server: RealPostgresql, databaseUrl: string): Promise<number> {
  const [row] = await server.rows(
    databaseUrl,
    "SELECT sum(seq_scan)::int AS scans FROM pg_stat_user_tables WHERE relname = ANY ('{mirrors,links,audits,polls,ticket_creations,operator_acts,backfill_tickets}')",
  );
  return Number(row?.["scans"] ?? 0);
}

const page = { cursor: null, limit: 50 };
const links = (search: Partial<LinkSearch>) => (reads: DashboardReads) =>
  reads.searchLinks({ words: null, state: null, sort: "newest", ...search }, page);
const anyMirror = {
  ...{ state: null, cause: null, linkId: null, side: null, kind: null },
  ...{ from: null, until: null, words: null },
} as const;
const mirrors = (search: Partial<MirrorSearch>) => (reads: DashboardReads) =>
  reads.searchMirrors({ ...anyMirror, ...search }, page);

const anything = { of: null, cause: null, side: null, linkId: null };

/** What people might ask for; `turn` makes each question another one. */
function listsOf({ links: count, mirrors: all }: Fill): Readonly<Record<string, Ask>> {
  const some = (turn: number, most: number) => 1 + ((turn * 7_919) % most);
  const ago = (turn: number) => Date.now() - (some(turn, 360) + 1) * 86_400_000;
  return {
    "links, newest": (reads, turn) =>
      reads.searchLinks(
        { words: null, state: null, sort: "newest" },
        { cursor: `newest_none_${some(turn, count)}`, limit: 50 },
      ),
    "links, last message first": links({ sort: "activity" }),
    "links, longest waiting first": links({ sort: "waiting" }),
    "links, paused": links({ state: "paused" }),
    "links, unlinked": links({ state: "unlinked" }),
    "links, waiting": links({ state: "waiting" }),
    "links with something held": links({ state: "held" }),
    "links with something held, last message first": links({ state: "held", sort: "activity" }),
    "links in trouble, last message first": links({ state: "trouble", sort: "activity" }),
    "links that are stopped, one way": links({ state: "stopped", direction: "requestor-to-superoffice" }),
    "links by an id": (reads, turn) => links({ words: String(some(turn, count)) })(reads),
    "links by a reference": (reads, turn) =>
      links({ words: `INC-${String(some(turn, count)).padStart(6, "0")}` })(reads),
    "links by a frequent word": links({ words: "printer" }),
    "links by two words, last message first": links({ words: "printer invoice", sort: "activity" }),
    "links by a rare word": (reads, turn) => links({ words: `case${some(turn, count)}` })(reads),
    "links by a word that none has": links({ words: "elephant" }),
    "messages, newest": mirrors({}),
    "messages that are held": mirrors({ state: "held" }),
    "messages of a side that are skipped": mirrors({ state: "skipped", side: "requestor" }),
    "messages of a link": (reads, turn) => mirrors({ linkId: String(some(turn, count)) })(reads),
    "messages of a day": (reads, turn) => mirrors({ from: ago(turn), until: ago(turn) + 86_400_000 })(reads),
    "held messages of a day": (reads, turn) =>
      mirrors({ from: ago(turn), until: ago(turn) + 86_400_000, state: "held" })(reads),
    "deletions, of a side": mirrors({ kind: "deletion", side: "requestor" }),
    "edits that are held": mirrors({ kind: "edit", state: "held" }),
    "messages by a frequent word of the reason": mirrors({ words: "automatic reply" }),
    "messages by a rare word of the reason": mirrors({ words: "401 keyboard" }),
    "messages by a word that no reason has": mirrors({ words: "elephant" }),
    "what needs attention, by cause": (reads) => reads.attentionGroups(anything),
    "what needs attention of one cause, all to act on": (reads) =>
      reads.attentionSet({ ...anything, cause: "refused" }),
    "the overview": (reads) =>
      Promise.all([
        ...[reads.directionStandings(), reads.pollLoad("requestor"), reads.countPausedLinks(), reads.quietSeconds()],
        ...[reads.sideStandings(), reads.standingAlarms(), reads.stoppedLanes()],
      ]),
    "the audit's totals": (reads) => reads.auditTotals(),
    "the audit, newest link first": (reads, turn) =>
      reads.listAudits({ onlyFindings: false }, { cursor: String(some(turn, count)), limit: 50 }),
    "the audit's findings": (reads) => reads.listAudits({ onlyFindings: true }, page),
    "new tickets, newest": (reads) => reads.listCreations({ state: null, side: null }, page),
    "new tickets that are held": (reads) => reads.listCreations({ state: "held", side: null }, page),
    "acts, newest": (reads) => reads.listActs({ name: null, act: null }, page),
    "acts of one kind by one person": (reads) => reads.listActs({ name: "Anna", act: "skipMirror" }, page),
    "backfills, newest": (reads) => reads.listBackfills(page),
    "a backfill's report": (reads) => reads.backfillFindings("1", 0, 50),
    "throughput of a week": (reads) => reads.mirroredMinutes(10_080, 60),
    "counting the last minutes": (reads) => reads.countMinutes(),
    "the rows of a ticket's timeline": (reads, turn) =>
      reads.mirrorsOfMessages(String(some(turn, count)), {
        superoffice: Array.from({ length: 100 }, (_none, n) => String(some(turn + n, all))),
        requestor: Array.from({ length: 100 }, (_none, n) => String(some(turn - n, all))),
      }),
  };
}
