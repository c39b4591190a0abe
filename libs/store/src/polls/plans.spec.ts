import type { MessageId, TicketId } from "@ticket-bridge/helpdesk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { capture, captureListings } from "../capture/capture.ts";
import { lookAtAll } from "../capture/look-at.ts";
import type { Database } from "../database/database.ts";
import { openServer } from "../database/open-server.ts";
import type { Prisma } from "../generated/client.ts";
import { recordTogether } from "../lanes/record-changes.ts";
import { sharedPostgresql } from "../testing/shared-databases.ts";
import { claimPolls } from "./claim-polls.ts";
import { hint } from "./hint.ts";
import { hurryActive } from "./hurry-active.ts";
import { makeAllPollsDue } from "./make-all-polls-due.ts";
import { pollLoad } from "./poll-load.ts";

type Tx = Prisma.TransactionClient;

const links = 50_000;
const claim = {
  workerId: "reader",
  leaseMs: 600_000,
  limit: 3,
  scheduled: 3,
  intervals: { activeMs: 30_000, quietMs: 7_200_000 },
};
let lastMessage = 5_000_000;

const listing = (ticketId: string) => {
  const id = String((lastMessage += 1)) as MessageId;
  const messages = [{ id, createdAt: 1, version: null, copy: null }];
  const ticket = { ticketId: ticketId as TicketId, messages, facts: null, reading: `${ticketId}.0` };
  const seen = { feedNewest: null, readAgoMs: 0, correlationId: () => "c" };
  return { side: "requestor", tickets: [ticket], ...seen } as const;
};

/** Lanes that a worker holds; the numbers of their mirrors are a million more. */
const held = ["4600", "4800"];

const statements = {
  claim: (tx: Tx) => claimPolls(tx, "requestor", claim),
  hint: (tx: Tx) => hint(tx, "requestor", ["45000", "47000"] as TicketId[]),
  capture: (tx: Tx) => capture(tx, listing("45000")),
  captureOfMany: (tx: Tx) => captureListings(tx, ["45000", "47000"].map(listing)),
  lookAtMany: (tx: Tx) =>
    lookAtAll(tx, "requestor", [
      { ticketId: "45000" as TicketId, listed: [{ id: "1" as MessageId, version: "v" }] },
      { ticketId: "47000" as TicketId, listed: [{ id: "2" as MessageId, version: "v" }] },
    ]),
  recordMany: (tx: Tx) =>
    recordTogether(
      tx,
      held.map((linkId) => ({
        lease: {
          linkId,
          direction: "requestor-to-superoffice",
          epoch: 0,
          sourceTicketId: linkId as TicketId,
          targetTicketId: linkId as TicketId,
          nextSeq: 1,
          failures: 0,
        },
        changes: [
          {
            mirrorId: String(1_000_000 + Number(linkId)),
            to: "pending",
            reason: "Again.",
            event: { what: "again", detail: "" },
          },
        ],
        then: { leaseMs: 60_000 },
      })),
    ),
  load: (tx: Tx) => pollLoad(tx, "requestor"),
  hurry: (tx: Tx) => hurryActive(tx, "requestor", 30_000),
  allDue: (tx: Tx) => makeAllPollsDue(tx, "requestor"),
} as const;

let database: Database;

/** Every statement is planned while the tables are empty; then come the links, of which one in a hundred is active. */
beforeAll(async () => {
  const databaseUrl = await sharedPostgresql().createDatabase();
  database = await openServer(databaseUrl, { databaseUrl, dataDir: "" });
  for (const statement of Object.values(statements)) await reach(statement);
  const { prisma } = database;
  await prisma.$executeRaw`
    INSERT INTO links (superoffice_ticket_id, requestor_ticket_id) SELECT n, n FROM generate_series(1, ${links}::int) n`;
  await prisma.$executeRaw`
    INSERT INTO lanes (link_id, source_side, source_ticket_id, target_ticket_id, read_whole, active_at)
    SELECT id, side::side, requestor_ticket_id, requestor_ticket_id, true, CASE WHEN id % 100 = 0 THEN now() END
      FROM links, unnest(ARRAY['superoffice', 'requestor']) side`;
  await prisma.$executeRaw`
    INSERT INTO polls (link_id, side, ticket_id, due_at)
    SELECT link_id, source_side, source_ticket_id, now() - interval '1 hour' + link_id % 1000 * interval '7 seconds'
      FROM lanes`;
  await prisma.$executeRaw`
    INSERT INTO mirrors (id, link_id, source_side, seq, source_message_id, correlation_id)
    SELECT 1000000 + link_id, link_id, source_side, 0, link_id, 'c' FROM lanes WHERE source_side = 'requestor' AND link_id <= 5000`;
  await prisma.$executeRaw`
    UPDATE lanes SET pending = 1, leased_by = 'worker', lease_until = now() + interval '1 hour'
     WHERE source_side = 'requestor' AND link_id::text = ANY (string_to_array(${held.join(",")}::text, ','))`;
}, 60_000);

afterAll(async () => {
  await database.close();
});

/** How many rows of polls, lanes and mirrors a statement looks at. */
async function reach(
  statement: (tx: Tx) => Promise<unknown>,
): Promise<{ polls: number; lanes: number; mirrors: number }> {
  return await database.prisma.$transaction(async (tx) => {
    const looked = async () => {
      const rows = await tx.$queryRaw<{ relname: string; looked: number }[]>`
        SELECT relname::text, (COALESCE(idx_tup_fetch, 0) + COALESCE(seq_tup_read, 0))::float8 AS looked
          FROM pg_stat_xact_user_tables WHERE relname IN ('polls', 'lanes', 'mirrors')`;
      return (name: string) => rows.find(({ relname }) => relname === name)?.looked ?? 0;
    };
    const before = await looked();
    await statement(tx);
    const after = await looked();
    const grown = (name: string) => after(name) - before(name);
    return { polls: grown("polls"), lanes: grown("lanes"), mirrors: grown("mirrors") };
  });
}

describe.each(["planned while the tables were empty", "planned for the full tables"])(
  "with statements %s",
  (planned) => {
    beforeAll(async () => {
      const { prisma } = database;
      await statements.allDue(prisma);
      if (planned === "planned for the full tables") await prisma.$executeRaw`ANALYZE`;
      await statements.claim(prisma);
    });

    it.each(["claim", "hint", "capture", "captureOfMany"] as const)(
      "of fifty thousand links a %s looks only at its own",
      async (name) => {
        const { polls, lanes } = await reach(statements[name]);
        expect(polls + lanes).toBeLessThan(60);
      },
    );

    it.each(["lookAtMany", "recordMany"] as const)("a %s looks only at its own mirrors too", async (name) => {
      const { polls, lanes, mirrors } = await reach(statements[name]);
      expect(polls + lanes + mirrors).toBeLessThan(60);
    });

    it("what is recorded for several lanes really is", async () => {
      expect(await statements.recordMany(database.prisma)).toEqual([true, true]);
    });

    it("counting the links looks at each row once", async () => {
      const { polls, lanes } = await reach(statements.load);
      expect(polls).toBeLessThanOrEqual(2 * links);
      expect(lanes).toBeLessThanOrEqual(2 * links);
    });

    it("bringing the active ones forward looks at each lane once and at their polls", async () => {
      const { polls, lanes } = await reach(statements.hurry);
      expect(polls).toBeLessThan(links / 10);
      expect(lanes).toBeLessThanOrEqual(2 * links);
    });
  },
);

it("bringing the active ones forward looks at their polls only, also when the statistics are of a time without quiet ones", async () => {
  const { prisma } = database;
  await prisma.$executeRaw`UPDATE polls SET urgency = 'active'`;
  await prisma.$executeRaw`ANALYZE polls`;
  await prisma.$executeRaw`UPDATE polls SET urgency = 'quiet'`;
  const { polls } = await reach(statements.hurry);
  expect(polls).toBeLessThan(links / 10);
});

it("making all polls due writes none that are due already", async () => {
  const written = () =>
    database.prisma.$queryRaw<{ xmin: string }[]>`SELECT xmin::text FROM polls ORDER BY link_id, side`;
  await statements.allDue(database.prisma);
  const before = await written();
  await statements.allDue(database.prisma);
  expect(await written()).toEqual(before);
});
