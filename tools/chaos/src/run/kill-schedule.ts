import type { CallKind, CallPhase, KillPlan } from "../counter/kill-plan.ts";
import type { DatabaseKind } from "./chaos-report.ts";
import { between, shuffled, type Random } from "../random.ts";

export interface ScheduledKill {
  /** `start`: counted from the first instruction. `work`: counted from when the bridge is ready. */
  readonly from: "start" | "work";
  readonly plan: KillPlan;
}

type Target = readonly [kind: CallKind, phase: CallPhase, upTo: number];

/** The calls on which the promises hang, each at each of its moments; up to which one of its kind the seed decides. */
const everywhere: readonly Target[] = [
  ["new message", "before", 12],
  ["new message", "under way", 12],
  ["new message", "answered", 12],
  ["new ticket", "before", 1],
  ["new ticket", "under way", 1],
  ["new ticket", "answered", 1],
  ["upload", "before", 4],
  ["upload", "under way", 4],
  ["upload", "answered", 4],
  ["edit", "under way", 1],
  ["edit", "answered", 1],
  ["intent", "before", 12],
  ["intent", "under way", 12],
  ["intent", "answered", 12],
  ["target id", "before", 12],
  ["target id", "under way", 12],
  ["target id", "answered", 12],
  ["target id and next intent", "before", 5],
  ["target id and next intent", "under way", 5],
  ["target id and next intent", "answered", 5],
  ["capture", "before", 12],
  ["capture", "under way", 12],
  ["capture", "answered", 12],
  ["ticket creation", "under way", 5],
  ["attachment", "under way", 4],
  ["attachment", "answered", 4],
  ["lane claim", "under way", 20],
  ["lane claim", "answered", 20],
  ["lane read", "answered", 10],
  ["lane release", "before", 6],
  ["lane release", "under way", 6],
  ["other change", "under way", 2],
  ["lease", "answered", 2],
  ["poll and budget", "under way", 120],
  ["helpdesk read", "before", 40],
  ["helpdesk read", "answered", 40],
  ["webhook", "answered", 10],
];

const onlyEmbedded: readonly Target[] = [
  ["database file", "under way", 15],
  ["database file", "under way", 60],
  ["database file", "under way", 150],
];

/** How many points a start passes: making the files of the embedded database takes thousands, all others some dozens. */
const startPoints = { embedded: [20, 900, 3_500], postgresql: [6, 20, 45] } as const;

/** Which call each life of a bridge ends at. The first lives die in making the database; every tenth later on in its start. */
export function* killSchedule(
  random: Random,
  { database, killsBeforeLinking }: { readonly database: DatabaseKind; readonly killsBeforeLinking: number },
): Generator<ScheduledKill, never> {
  for (let kill = 0; kill < killsBeforeLinking; kill += 1) {
    yield atStart(random, startPoints[database][kill % startPoints[database].length] ?? 1);
  }
  const targets = database === "embedded" ? [...everywhere, ...onlyEmbedded] : everywhere;
  for (;;) {
    let count = 0;
    for (const [kind, phase, upTo] of shuffled(random, targets)) {
      count += 1;
      yield { from: "work", plan: { kind, phase, count: between(random, 1, upTo) } };
      if (count % 5 === 0)
        yield { from: "work", plan: { kind: "any", phase: "any", count: between(random, 1, 1_200) } };
      if (count % 9 === 0) yield atStart(random, database === "embedded" ? 120 : 30);
    }
  }
}

function atStart(random: Random, upTo: number): ScheduledKill {
  return { from: "start", plan: { kind: "any", phase: "any", count: between(random, 1, upTo) } };
}
