import { expect, it } from "vitest";

import { buildStore } from "../build-store.ts";
import { openServer } from "../database/open-server.ts";
import { changeOf, follow, linkPair, message, see, seeWhole, ticket } from "../testing/acts.ts";
import { beginRun, listedTicket } from "../testing/contract-backfills.ts";
import { sharedPostgresql } from "../testing/shared-databases.ts";
import { claim, firstOf, leaseMs, to } from "../testing/work.ts";

interface Plan {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  /** Of a bitmap's scan in place of the other. */
  readonly "Recheck Cond"?: string;
  readonly Plans?: readonly Plan[];
}

function nodes(plan: Plan): readonly Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodes)];
}

/** What a look-up must name of a message: the side alone, also with the revision, is half of the table and more. */
const namesFew = /\b(?:id|link_id|source_message_id|target_message_id) = /;

it("looks no message up by its side alone, although its statements are planned while the tables are empty", async () => {
  const databaseUrl = await sharedPostgresql().createDatabase();
  const statements = new Set<string>();
  const database = await openServer(databaseUrl, {
    databaseUrl,
    dataDir: "",
    onStatement: (sql) => statements.add(sql),
  });
  try {
    const store = buildStore(database);
    await linkPair(store, 1, 2);
    const lease = await beginRun(store, [listedTicket(1, 2, [5])]);
    const linkId = (await store.linkOfTicket("superoffice", ticket(1)))?.linkId ?? "";
    await store.knownMessages("superoffice", [message(5)]);
    const history = {
      id: message(5),
      createdAt: 1,
      version: "v",
      copy: null,
      adopted: null,
      held: null,
      visibility: null,
    };
    await store.captureHistory(lease, {
      linkId,
      messages: { superoffice: [history], requestor: [] },
      ...{ freesHeldBack: true, readAgoMs: 0, correlationId: () => "c" },
    });
    await store.lookAt("superoffice", ticket(1), [{ id: message(6), version: null }]);
    await see(store, "superoffice", 1, [6], { feedNewest: 6 });
    await seeWhole(store, "requestor", 2, [7]);
    await follow(store, "superoffice", 1, [changeOf(6)]);
    const [lane] = await claim(store);
    if (lane === undefined) throw new Error("No lane was due.");
    const { mirrorId } = await firstOf(store, lane);
    await store.recordChanges(lane, leaseMs, [to.sending(mirrorId)]);
    await store.recordAndRelease(lane, [{ ...to.mirrored(mirrorId, 70), visibility: "internal" }], { kind: "yield" });
    await follow(store, "superoffice", 1, [changeOf(5), changeOf(6)]);
    await store.tellUnfollowed("superoffice", ticket(1), [{ id: message(6), visibility: null, version: null }]);
    await store.linkMap(linkId);

    const looking = [...statements].filter((sql) => /\bmirrors\b/.test(sql) && sql.includes("$1"));
    expect(looking.length).toBeGreaterThan(7);
    const server = sharedPostgresql();
    // As the store's own sessions have it.
    await server.run(
      databaseUrl,
      `ALTER DATABASE "${new URL(databaseUrl).pathname.slice(1)}" SET enable_seqscan = off`,
    );
    const looks: string[] = [];
    for (const sql of looking) {
      const [row] = await server.rows(databaseUrl, `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${sql}`);
      const [{ Plan: plan }] = row?.["QUERY PLAN"] as [{ Plan: Plan }];
      for (const node of nodes(plan)) {
        if (node["Relation Name"] !== "mirrors" || !node["Node Type"].endsWith("Scan")) continue;
        const condition = node["Index Cond"] ?? node["Recheck Cond"] ?? "";
        if (!namesFew.test(condition)) looks.push(`${node["Node Type"]} by ${condition}: ${sql.trim().slice(0, 80)}`);
      }
    }
    expect(looks).toEqual([]);
  } finally {
    await database.close();
  }
}, 60_000);
