import { callPhases, type CallKind, type CallPhase, type Death } from "../counter/kill-plan.ts";

/** The rows of the table, in the order of a message's life, as a person calls them. */
const rowOf: readonly (readonly [row: string, kinds: readonly CallKind[]])[] = [
  ["captures new messages", ["capture"]],
  ["claims or reads a lane", ["lane claim", "lane read"]],
  ["stores the intent to send", ["intent"]],
  ["creates a ticket", ["new ticket", "ticket creation"]],
  ["uploads a file or stores that it did", ["upload", "attachment"]],
  ["sends a message", ["new message"]],
  ["changes a message", ["edit"]],
  ["stores the target's id", ["target id", "target id and next intent"]],
  ["stores another change", ["other change"]],
  ["keeps or returns a lane", ["lease", "lane release"]],
  ["reads from a helpdesk", ["helpdesk read"]],
  ["hears a webhook or the API", ["webhook"]],
  ["polls, budget, the rest", ["poll and budget", "other statement", "connect"]],
  ["writes a database file", ["database file"]],
];

export interface DeathRow {
  readonly call: string;
  readonly deaths: Readonly<Record<CallPhase, number>>;
}

/** At which calls the bridges died, and at which moment of them; what died in its start stands in the first row. */
export function deathTable(deaths: readonly Death[]): DeathRow[] {
  const starting = row(
    "starts or migrates",
    deaths.filter((death) => death.starting),
  );
  const working = deaths.filter((death) => !death.starting);
  return [
    starting,
    ...rowOf.map(([name, kinds]) =>
      row(
        name,
        working.filter(({ point }) => kinds.includes(point.kind)),
      ),
    ),
  ];
}

function row(call: string, deaths: readonly Death[]): DeathRow {
  const counts = callPhases.map(
    (phase) => [phase, deaths.filter(({ point }) => point.phase === phase).length] as const,
  );
  return { call, deaths: Object.fromEntries(counts) as Record<CallPhase, number> };
}
