import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Database } from "../database/database.ts";
import { openServer } from "../database/open-server.ts";
import type { Prisma } from "../generated/client.ts";
import { sharedPostgresql } from "../testing/shared-databases.ts";
import { walk, type Asked } from "../reads/search-mirrors.ts";
import { mirrorsOfPage, mirrorsPage } from "./list-mirrors.ts";
import { oldestWaiting } from "./oldest-waiting.ts";

interface Plan {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly Plans?: readonly Plan[];
}

let database: Database;

/** The worst order there is for a walk from the newest row on: all that is looked for is the oldest. */
beforeAll(async () => {
  const databaseUrl = await sharedPostgresql().createDatabase();
  database = await openServer(databaseUrl, { databaseUrl, dataDir: "" });
  const { prisma } = database;
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
  await prisma.$executeRaw`ANALYZE`;
}, 60_000);

afterAll(async () => {
  await database.close();
});

/** How a statement reaches the mirrors: over which indexes, and how many rows it looks at there. */
async function reach(statement: Prisma.Sql, planMode: string): Promise<{ over: readonly string[]; rows: number }> {
  const plan = await database.prisma.$transaction(async (tx) => {
    await tx.$executeRawUnsafe(`SET LOCAL plan_cache_mode = ${planMode}`);
    const [row] = await tx.$queryRaw<{ "QUERY PLAN": [{ Plan: Plan }] }[]>`
      EXPLAIN (ANALYZE, FORMAT JSON) ${statement}`;
    if (row === undefined) throw new Error("EXPLAIN told nothing.");
    return row["QUERY PLAN"][0].Plan;
  });
  const scans = nodes(plan).filter((node) => node["Relation Name"] === "mirrors");
  const looked = scans.map(
    (scan) => (scan["Actual Rows"] + (scan["Rows Removed by Filter"] ?? 0)) * scan["Actual Loops"],
  );
  return {
    over: scans.map((scan) => scan["Index Name"] ?? scan["Node Type"]).sort(),
    rows: looked.reduce((sum, rows) => sum + rows, 0),
  };
}

function nodes(plan: Plan): readonly Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodes)];
}

const limit = 51;
const all = { state: null, side: null, linkId: null, before: null, limit };

describe.each(["force_custom_plan", "force_generic_plan"])(
  "with %s, the mirrors are read by an index alone",
  (mode) => {
    it.each([
      ["all", all, 12],
      ["all after a cursor", { ...all, before: 100_000n }, 12],
      ["the mirrored", { ...all, state: "mirrored" }, 2],
      ["the held", { ...all, state: "held" }, 2],
      ["the skipped after a cursor", { ...all, state: "skipped", before: 15_000n }, 2],
      ["the pending of a side", { ...all, state: "pending", side: "requestor" }, 1],
      ["the mirrored of a side", { ...all, state: "mirrored", side: "requestor" }, 1],
      ["those of a side that are none", { ...all, state: "held", side: "superoffice" }, 1],
      ["those of a side", { ...all, side: "requestor" }, 6],
      ["those of a side after a cursor", { ...all, side: "requestor", before: 15_000n }, 6],
    ] as const)("when %s are listed", async (_name, wanted, parts) => {
      const { over, rows } = await reach(mirrorsPage(wanted), mode);
      expect(over).toEqual(["mirrors_pkey", "mirrors_standing_idx"]);
      expect(rows).toBeLessThanOrEqual((parts + 1) * limit);
    });

    it.each([
      ["those of a link", { ...all, linkId: 1n }],
      ["those of a link after a cursor", { ...all, linkId: 1n, before: 15_000n }],
    ])("when %s are listed", async (_name, wanted) => {
      const { over, rows } = await reach(mirrorsPage(wanted), mode);
      expect(over).toEqual(["mirrors_link_idx", "mirrors_pkey"]);
      expect(rows).toBeLessThanOrEqual(2 * limit);
    });

    it.each([
      ["those of a cause that many have", { cause: "usual" }],
      ["those of a cause that few have, after a cursor", { cause: "rare", before: 15_000n }],
      ["those of a cause from one side", { cause: "usual", side: "requestor" }],
    ] as const)("when %s are listed", async (_name, more) => {
      const asked: Asked = { ...all, kind: null, from: null, until: null, query: null, ...more };
      const { over, rows } = await reach(mirrorsOfPage(walk(asked)), mode);
      // The first and the last id of all stand at the ends of the primary key.
      expect(new Set(over)).toEqual(new Set(["mirrors_attention_idx", "mirrors_pkey"]));
      expect(rows).toBeLessThanOrEqual(5 * limit);
    });

    it("when the oldest that waits is looked for", async () => {
      expect(await reach(oldestWaiting, mode)).toEqual({ over: ["mirrors_waiting_idx"], rows: 1 });
    });
  },
);
