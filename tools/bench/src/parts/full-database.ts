import { directions } from "@ticket-bridge/helpdesk";

import { fillDatabase, type Fill } from "../database/fill-database.ts";
import { outstandingOver } from "../desks/plan.ts";
import type { Progress } from "../progress.ts";
import { median } from "../report/statistics.ts";
import type { Rig } from "../rig.ts";
import type { Site } from "../site.ts";

export interface FullDatabase extends Fill {
  readonly messages: number;
  /** Messages a second in both directions at once, medians of the rounds. */
  readonly empty: number;
  readonly full: number;
  /** `full` by `empty`. */
  readonly ratio: number;
}

export interface FullDatabaseSize {
  readonly tickets: number;
  readonly messages: number;
  readonly rounds: number;
  readonly fill: Fill;
}

/**
 * Two bridges on one PostgreSQL server, each with a database of its own, take turns; the one that waits is idle. The
 * database is filled while its bridge runs: at a start every linked ticket is read once, and the tickets of the filled
 * links do not exist.
 */
export async function measureFullDatabase(rig: Rig, size: FullDatabaseSize, progress: Progress): Promise<FullDatabase> {
  const server = await rig.postgresql();
  const databaseUrl = await server.createDatabase();
  const empty = await rig.site("postgresql", { webhooks: true });
  const full = await rig.site("postgresql", { webhooks: true, databaseUrl });
  progress.step(`filling a database with ${size.fill.mirrors} mirrors and ${size.fill.links} links`);
  await fillDatabase((script) => server.run(databaseUrl, script), size.fill);
  const rates: { empty: number; full: number }[] = [];
  const pairs = { empty: await ready(empty, size.tickets), full: await ready(full, size.tickets) };
  const rate = async (site: Site, of: "empty" | "full") => {
    const { messages, seconds } = await site.live({
      ...{ directions, messages: size.messages, pairs: pairs[of] },
      pace: outstandingOver(size.tickets),
    });
    return messages / seconds;
  };
  for (let round = 1; round <= size.rounds; round += 1) {
    progress.step(`empty and full database, round ${round} of ${size.rounds}`);
    rates.push({ empty: await rate(empty, "empty"), full: await rate(full, "full") });
  }
  await empty.close();
  await full.close();
  const middle = { empty: median(rates.map((each) => each.empty)), full: median(rates.map((each) => each.full)) };
  return { ...size.fill, messages: size.messages, ...middle, ratio: middle.full / middle.empty };
}

async function ready(site: Site, tickets: number) {
  const pairs = await site.linkedTickets(tickets);
  await site.warmUp(pairs, directions, "live");
  return pairs;
}
