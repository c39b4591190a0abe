import { setImmediate as nextTurn } from "node:timers/promises";

import type { MessageId, Side, TicketId } from "@ticket-bridge/helpdesk";
import type { Link, SeenMessage } from "@ticket-bridge/sync";

import type { BridgeStore } from "../bridge-store.ts";
import { buildStore } from "../build-store.ts";
import type { Database } from "../database/database.ts";

/** One database that a suite runs on. */
export interface Bed {
  /** The database of the store under test. */
  readonly database: Database;
  /** A second process's view of the same database; on the embedded database, which has one owner, the same one. */
  readonly second: Database;
  /** Every statement the first database was sent, in order. */
  readonly statements: string[];
  close(): Promise<void>;
}

/** What a behaviour works with: two stores on one database and ways to look behind them. */
export interface Scene {
  readonly store: BridgeStore;
  readonly other: BridgeStore;
  readonly database: Database;
  /** How many statements the first store sent while this ran. */
  readonly count: (run: () => Promise<unknown>) => Promise<number>;
  /** Raw SQL, for ageing rows and for counting them. */
  readonly sql: (text: string) => Promise<readonly Record<string, unknown>[]>;
}

export function makeScene(bed: Bed): Scene {
  const store = buildStore(bed.database);
  return {
    store,
    other: bed.second === bed.database ? store : buildStore(bed.second),
    database: bed.database,
    count: async (run) => {
      const before = await markStatements(bed);
      await run();
      return (await markStatements(bed)) - before - 1;
    },
    sql: async (text) => await bed.database.prisma.$queryRawUnsafe<Record<string, unknown>[]>(text),
  };
}

let marks = 0;

/**
 * Sends a statement that cannot be taken for another and waits until it was seen; returns its place. Statements are
 * told of in order but later than they are answered, so all that were sent before are seen by then.
 */
async function markStatements({ database, statements }: Bed): Promise<number> {
  const mark = `SELECT 'mark ${(marks += 1)}'`;
  await database.prisma.$queryRawUnsafe(mark);
  const deadline = performance.now() + 5_000;
  while (!statements.includes(mark)) {
    if (performance.now() > deadline) throw new Error("A statement was sent and never told of.");
    await nextTurn();
  }
  return statements.indexOf(mark);
}

/** Empties every table, so that each behaviour starts on a fresh bridge. */
export async function empty(database: Database): Promise<void> {
  await database.prisma.$executeRawUnsafe(
    "TRUNCATE links, lanes, mirrors, present_messages, polls, feeds, feed_checkpoints, identity RESTART IDENTITY CASCADE",
  );
  await database.prisma.$executeRawUnsafe(
    "UPDATE sides SET paused = false, last_success_at = NULL, last_failure_at = NULL, trouble = NULL",
  );
  await database.prisma.$executeRawUnsafe("UPDATE budgets SET next_at = now(), quiet_until = now()");
}

export const ticket = (id: number | string) => String(id) as TicketId;
export const message = (id: number | string) => String(id) as MessageId;

export async function linkPair(
  store: BridgeStore,
  superoffice: number,
  requestor: number,
  present: { superoffice?: readonly number[]; requestor?: readonly number[] } = {},
): Promise<Link> {
  const made = await store.createLink({
    superofficeTicketId: ticket(superoffice),
    requestorTicketId: ticket(requestor),
    superofficeTitle: `SuperOffice ${superoffice}`,
    requestorTitle: `Requestor ${requestor}`,
    requestorRef: `INC-${requestor}`,
    present: {
      superoffice: (present.superoffice ?? []).map(message),
      requestor: (present.requestor ?? []).map(message),
    },
  });
  if ("taken" in made) throw new Error(`The ticket of ${made.taken} is taken.`);
  return made.link;
}

let correlations = 0;

/** Captures messages of one ticket by their ids and returns the ids that were new. */
export async function see(
  store: BridgeStore,
  side: Side,
  ticketId: number,
  ids: readonly (number | string | SeenMessage)[],
  feedNewest: number | null = null,
): Promise<readonly string[]> {
  const captured = await store.capture({
    side,
    tickets: [
      {
        ticketId: ticket(ticketId),
        facts: null,
        messages: ids.map((id) =>
          typeof id === "object" ? id : { id: message(id), createdAt: 1_700_000_000_000, copy: null },
        ),
      },
    ],
    feedNewest: feedNewest === null ? null : message(feedNewest),
    readAgoMs: 0,
    correlationId: () => `c${(correlations += 1)}`,
  });
  return captured.map(({ messageId }) => messageId);
}
