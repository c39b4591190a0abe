import { sides, type Side } from "@ticket-bridge/helpdesk";

import { historyPlan, type Carried, type HistorySize } from "../backfill/backfill-site.ts";
import type { TrafficResult } from "../desks/traffic.ts";
import type { Progress } from "../progress.ts";
import { median } from "../report/statistics.ts";
import type { DatabaseKind, Rig } from "../rig.ts";

/** How fast history is carried, next to the floor. */
interface BackfillRate {
  readonly database: DatabaseKind;
  readonly tickets: number;
  /** A round. */
  readonly messages: number;
  /** Messages a second from the plan to the result, medians of the rounds. */
  readonly backfill: number;
  readonly floor: number;
  /** `backfill` by `floor`. */
  readonly ratio: number;
  /** Calls for each message that was written, those of the plan among them. */
  readonly reads: Readonly<Record<Side, number>>;
  readonly writes: Readonly<Record<Side, number>>;
  readonly doubled: number;
}

/** What one command took for a history of this size. */
export interface BackfillSizeRow {
  readonly does: "plan" | "run";
  readonly tickets: number;
  readonly messages: number;
  readonly planSeconds: number;
  /** 0 of a dry run. */
  readonly runSeconds: number;
  /** Resident; null where the system does not say. */
  readonly peakMb: number | null;
}

export interface Backfill {
  readonly rates: readonly BackfillRate[];
  readonly sizes: readonly BackfillSizeRow[];
}

type RateSize = HistorySize & { readonly rounds: number };

export interface BackfillSize {
  /** Null: they are not measured. */
  readonly rates: Readonly<Record<DatabaseKind, RateSize>> | null;
  /** Ascending; dry runs and whole runs on PostgreSQL. */
  readonly plans: readonly HistorySize[];
  readonly runs: readonly HistorySize[];
}

/**
 * The command and the floor take turns with the same messages, on as many tickets, with as many of them at once, each
 * between helpdesks in a process of their own. Both read history that nobody has carried yet, so every round has tickets
 * of its own; and in every round both are new processes, because a command has no earlier round to have warmed up in.
 *
 * What the floor leaves out, and the command does within its time: to link the tickets and store a frozen list, to see
 * from what stands there what has a mirror already, to store what it will write before and what came of it after, and to
 * read both tickets once more and compare them.
 */
export async function measureBackfill(
  rig: Rig,
  databases: readonly DatabaseKind[],
  size: BackfillSize,
  progress: Progress,
): Promise<Backfill> {
  const rates: BackfillRate[] = [];
  for (const database of databases) {
    if (size.rates !== null) rates.push(await measureRate(rig, database, size.rates[database], progress));
  }
  const sizes: BackfillSizeRow[] = [];
  for (const [does, histories] of [
    ["plan", size.plans],
    ["run", size.runs],
  ] as const) {
    for (const history of histories) {
      progress.step(`backfill, ${does} of ${history.messages} messages`);
      sizes.push(await measureSize(rig, does, history));
    }
  }
  return { rates, sizes };
}

async function measureRate(
  rig: Rig,
  database: DatabaseKind,
  history: RateSize,
  progress: Progress,
): Promise<BackfillRate> {
  const site = await rig.backfillSite(database);
  const rounds: { carried: Carried; floor: TrafficResult }[] = [];
  for (let round = 1; round <= history.rounds; round += 1) {
    progress.step(`backfill, ${database}, round ${round} of ${history.rounds}`);
    await site.fill(history);
    const carried = await site.carry();
    const floor = await rig.newFloor({ webhooks: false });
    const pairs = await floor.openTickets(history.tickets);
    rounds.push({ carried, floor: await floor.backlog(historyPlan(history, pairs)) });
    await floor.stop();
  }
  await site.close();
  const { tickets, messages } = history;
  return { database, tickets, messages, ...summed(messages, rounds) };
}

function summed(messages: number, rounds: readonly { carried: Carried; floor: TrafficResult }[]) {
  const backfill = median(rounds.map(({ carried }) => messages / carried.runSeconds));
  const floor = median(rounds.map((round) => messages / round.floor.seconds));
  const written = rounds.reduce((sum, { carried }) => sum + carried.written, 0);
  const perMessage = (side: Side, of: "reads" | "idle" | "writes") =>
    rounds.reduce((sum, { carried }) => sum + carried.calls[side][of], 0) / written;
  const bySide = (count: (side: Side) => number) =>
    Object.fromEntries(sides.map((side) => [side, count(side)])) as Record<Side, number>;
  return {
    ...{ backfill, floor, ratio: backfill / floor },
    // Nothing here is a poll: a read that names no message was made for all of them.
    reads: bySide((side) => perMessage(side, "reads") + perMessage(side, "idle")),
    writes: bySide((side) => perMessage(side, "writes")),
    doubled: rounds.reduce((sum, { carried }) => sum + carried.doubled, 0),
  };
}

async function measureSize(rig: Rig, does: "plan" | "run", history: HistorySize): Promise<BackfillSizeRow> {
  const site = await rig.backfillSite("postgresql");
  await site.fill(history);
  const { planSeconds, runSeconds, peakMb } = does === "plan" ? await site.plan() : await site.carry();
  await site.close();
  return { does, ...history, planSeconds, runSeconds, peakMb };
}
