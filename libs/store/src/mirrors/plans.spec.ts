import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Database } from "../database/database.ts";
import { openServer } from "../database/open-server.ts";
import { inTransaction } from "../database/past-prisma.ts";
import { Prisma } from "../generated/client.ts";
import { counted, named } from "../reads/attention.ts";
import { walk, type Asked } from "../reads/search-mirrors.ts";
import { sharedPostgresql } from "../testing/shared-databases.ts";
import { mirrorsOfPage } from "./mirrors-of-page.ts";
import { oldestWaiting } from "./oldest-waiting.ts";

interface Plan {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Index Recheck"?: number;
  readonly Plans?: readonly Plan[];
}

const limit = 51;
const anything = { state: null, side: null, linkId: null, before: null, limit, kind: null, cause: null };
const anyAttention = { of: null, cause: null, side: null, linkId: null };
const search = (asked: Partial<Asked>) =>
  mirrorsOfPage(walk({ ...anything, from: null, until: null, query: null, ...asked }));

interface Case {
  readonly statement: Prisma.Sql;
  readonly over: readonly string[];
  readonly most: number;
}
const ofAll = (statement: Prisma.Sql, parts: number): Case => ({
  statement,
  over: ["mirrors_pkey", "mirrors_standing_idx"],
  most: (parts + 1) * limit,
});
const ofLink = (statement: Prisma.Sql, most = 3 * limit): Case => ({
  statement,
  over: ["mirrors_link_idx", "mirrors_pkey"],
  most,
});
/** The first and the last id of all stand at the ends of the primary key. */
const ofCause = (statement: Prisma.Sql): Case => ({
  statement,
  over: ["mirrors_attention_idx", "mirrors_pkey"],
  most: 5 * limit,
});

const cases: Readonly<Record<string, Case>> = {
  "all are listed": ofAll(search({}), 12),
  "all after a cursor are listed": ofAll(search({ before: 100_000n }), 12),
  "the mirrored are listed": ofAll(search({ state: "mirrored" }), 2),
  "the held are listed": ofAll(search({ state: "held" }), 2),
  "what waits is listed": ofAll(search({ state: "waiting" }), 4),
  "the skipped after a cursor are listed": ofAll(search({ state: "skipped", before: 15_000n }), 2),
  "the pending of a side are listed": ofAll(search({ state: "pending", side: "requestor" }), 1),
  "the mirrored of a side are listed": ofAll(search({ state: "mirrored", side: "requestor" }), 1),
  "those of a side that are none are listed": ofAll(search({ state: "held", side: "superoffice" }), 1),
  "those of a side are listed": ofAll(search({ side: "requestor" }), 6),
  "those of a side after a cursor are listed": ofAll(search({ side: "requestor", before: 15_000n }), 6),
  // The moment is looked for by halves.
  "those of a time are listed": ofAll(search({ from: Date.now() - 60_000 }), 14),
  "the edits are listed": { ...ofAll(search({ kind: "edit" }), 12), over: ["mirrors_changes_idx", "mirrors_pkey"] },
  "those of a link are listed": ofLink(search({ linkId: 1n })),
  "those of a link after a cursor are listed": ofLink(search({ linkId: 1n, before: 15_000n })),
  "those of a link and a time are listed": ofLink(search({ linkId: 1n, from: Date.now() - 60_000 }), 4 * limit),
  "the mirrored of a link from one side are listed": ofLink(
    search({ linkId: 1n, state: "mirrored", side: "requestor" }),
  ),
  // They are among the oldest of the link: its 6,000 newer rows are looked at, and none of another.
  "the held of a link are listed": ofLink(search({ linkId: 1n, state: "held" }), 6_500),
  "those of a cause that many have are listed": ofCause(search({ cause: "usual" })),
  "those of a cause that few have, after a cursor, are listed": ofCause(search({ cause: "rare", before: 15_000n })),
  "those of a cause from one side are listed": ofCause(search({ cause: "usual", side: "requestor" })),
  // All 7,200 of them, and the oldest of each of the four groups; nothing else of the table.
  "what needs attention is counted by cause": {
    ...{ statement: counted("message", anyAttention), over: ["mirrors_attention_idx", "mirrors_pkey"], most: 7_204 },
  },
  "what needs attention is named": {
    ...{ statement: named("message", anyAttention), over: ["mirrors_attention_idx"], most: 7_200 },
  },
  "the oldest that waits is looked for": { statement: oldestWaiting, over: ["mirrors_waiting_idx"], most: 1 },
};

let database: Database;

/** The worst order there is for a walk from the newest row on: all that is looked for is the oldest. */
beforeAll(async () => {
  const databaseUrl = await sharedPostgresql().createDatabase();
  database = await openServer(databaseUrl, { databaseUrl, dataDir: "" });
  const { prisma } = database;
  // Only here it is said when there are statistics.
  await prisma.$executeRaw`ALTER TABLE mirrors SET (autovacuum_enabled = off)`;
  for (const { statement } of Object.values(cases)) await reach(statement);
  await prisma.$executeRaw`
    INSERT INTO links (superoffice_ticket_id, requestor_ticket_id) SELECT n, n FROM generate_series(1, 200) n`;
  await prisma.$executeRaw`
    INSERT INTO mirrors (link_id, source_side, seq, source_message_id, target_message_id, cause, state, correlation_id)
    SELECT CASE WHEN n <= 24000 THEN 1 ELSE 2 + n % 199 END,
           (CASE WHEN n <= 24000 THEN 'requestor' ELSE 'superoffice' END)::side, n, n, n,
           CASE WHEN n <= 18000 AND n % 5 >= 3 THEN CASE WHEN n % 2000 < 5 THEN 'rare' ELSE 'usual' END END,
           (CASE WHEN n <= 18000 THEN (ARRAY['pending', 'sending', 'skipped', 'uncertain', 'held'])[1 + n % 5]
                 ELSE 'mirrored' END)::mirror_state, 'c'
      FROM generate_series(1, 150000) n`;
}, 60_000);

afterAll(async () => {
  await database.close();
});

interface Prepared {
  readonly name: string;
  readonly generic: bigint;
  readonly custom: bigint;
}

/**
 * How a statement reaches the mirrors: over which indexes, and how many rows it looks at there. Of the statement as the
 * driver keeps it prepared on its connection: what EXPLAIN itself is given as parameters is planned for these values.
 */
async function reach(statement: Prisma.Sql): Promise<{ over: readonly string[]; rows: number; plans: Prepared }> {
  return await inTransaction(database.prisma, async (tx) => {
    await tx.$queryRaw(statement);
    const [plans] = await tx.$queryRaw<Prepared[]>`
      SELECT name, generic_plans AS generic, custom_plans AS custom
        FROM pg_prepared_statements WHERE statement = ${statement.text}::text`;
    if (plans === undefined) throw new Error("It was not prepared.");
    const values = statement.values.map(literal);
    const given = values.length === 0 ? "" : `(${values.join(", ")})`;
    const [row] = await tx.$queryRaw<{ "QUERY PLAN": [{ Plan: Plan }] }[]>(
      Prisma.raw(`EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE ${plans.name}${given}`),
    );
    if (row === undefined) throw new Error("EXPLAIN told nothing.");
    const scans = nodes(row["QUERY PLAN"][0].Plan).filter((node) => node["Relation Name"] === "mirrors");
    const looked = scans.map(
      (scan) =>
        (scan["Actual Rows"] + (scan["Rows Removed by Filter"] ?? 0) + (scan["Rows Removed by Index Recheck"] ?? 0)) *
        scan["Actual Loops"],
    );
    return {
      over: [...new Set(scans.map(indexOf))].sort(),
      rows: looked.reduce((sum, rows) => sum + rows, 0),
      plans,
    };
  });
}

function literal(value: unknown): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === "number" || typeof value === "bigint") return `'${value}'`;
  throw new Error("A value of a kind that is not given here.");
}

/** That of a bitmap stands in the node below. */
function indexOf(scan: Plan): string {
  return scan["Index Name"] ?? scan.Plans?.[0]?.["Index Name"] ?? scan["Node Type"];
}

function nodes(plan: Plan): readonly Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodes)];
}

describe.each([
  ["while the tables were empty", () => Promise.resolve()],
  ["without statistics, as the embedded database has none", () => database.prisma.$executeRaw`DISCARD PLANS`],
  ["for the full tables", () => database.prisma.$executeRaw`ANALYZE`],
] as const)("with statements planned %s, the mirrors are read by an index alone", (_planned, prepare) => {
  beforeAll(async () => {
    await prepare();
  });

  it.each(Object.entries(cases))("when %s", async (_name, { statement, over, most }) => {
    const reached = await reach(statement);
    // One plan for all values, on the connection that has planned it while there was nothing.
    expect(reached.plans).toMatchObject({ custom: 0n });
    expect(reached.plans.generic).toBeGreaterThan(1n);
    expect(reached.over).toEqual(over);
    expect(reached.rows).toBeLessThanOrEqual(most);
  });
});
