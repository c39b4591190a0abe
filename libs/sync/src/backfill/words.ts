import type { MessageId, Side, TicketId } from "@ticket-bridge/helpdesk";

/** Which tickets a run carries the history of. */
export type BackfillTickets =
  /** All linked ones; with `createTickets` also SuperOffice's unlinked ones. */
  | { readonly kind: "linked" }
  /** Ids of the `from` side; with `both` SuperOffice's. */
  | { readonly kind: "ids"; readonly ids: readonly TicketId[] }
  /** Pairs that may not be linked yet. */
  | { readonly kind: "pairs"; readonly pairs: readonly TicketPair[] };

/** The same without its list, which may have a hundred thousand entries. */
export interface TicketsInShort {
  readonly kind: BackfillTickets["kind"];
  /** Null where all linked ones are meant. */
  readonly count: number | null;
  /** The same for two equal lists; null without one. */
  readonly hash: string | null;
}

export type TicketPair = Readonly<Record<Side, TicketId>>;

export interface BackfillOptions {
  /** Whose messages are carried to the other side. */
  readonly from: Side | "both";
  /** Messages from this moment on, milliseconds since 1970 UTC; one without a time counts as inside. */
  readonly since: number | null;
  /** Messages before this moment. */
  readonly until: number | null;
  readonly tickets: BackfillTickets;
  /** A ticket without a counterpart gets one. */
  readonly createTickets: boolean;
  /** Messages that look like copies made by hand are taken for mirrors and not written again. */
  readonly adopt: boolean;
  /** At most so many calls a second over both sides; null: what the helpdesks' budgets leave over. */
  readonly maxRps: number | null;
  /** Tickets worked on at the same time. */
  readonly concurrency: number;
}

export interface BackfillOutline extends Omit<BackfillOptions, "tickets"> {
  readonly tickets: TicketsInShort;
}

/** A ticket by its ids, as far as they are known: one of them is. */
export interface TicketOfRun {
  readonly superofficeTicketId: TicketId | null;
  readonly requestorTicketId: TicketId | null;
}

export interface FailedTicket extends TicketOfRun {
  readonly reason: string;
}

/** What a run would do, in figures. */
export interface BackfillPlan {
  readonly tickets: Readonly<Record<Side, number>>;
  readonly messages: Readonly<Record<Side, number>>;
  /** Tickets of the list that are linked, will be linked, and get a counterpart. */
  readonly linked: number;
  readonly toLink: number;
  readonly toCreate: number;
  /** Messages that are mirrors or have one. */
  readonly mirrored: number;
  /** Messages to be written on each side. */
  readonly toWrite: Readonly<Record<Side, number>>;
  /** Messages that will be taken for mirrors: written by this bridge before, or alike and `adopt` was given. */
  readonly toAdopt: number;
  /** Pairs that look like copies made by hand. Without `adopt` they are among `toWrite`. */
  readonly lookAlike: number;
  /** Messages that stay where they are, the most frequent reason first. */
  readonly skipped: readonly { readonly reason: string; readonly count: number }[];
  /** The first tickets that cannot be planned, and how many there are. */
  readonly failed: readonly FailedTicket[];
  readonly failedCount: number;
  /** Calls to each helpdesk that carrying it out takes, and how long at the budget. */
  readonly calls: Readonly<Record<Side, number>>;
  readonly seconds: number;
  /** What a second run would write after this one; anything but 0 is a fault of the plan. */
  readonly secondRunWrites: number;
}

export interface BackfillProgress {
  /** Null of a dry run. */
  readonly runId: string | null;
  readonly phase: "planning" | "running";
  readonly ticketsDone: number;
  /** Null while the list is made. */
  readonly ticketsTotal: number | null;
  readonly messagesDone: number;
  readonly messagesTotal: number | null;
  /** Messages that wait for a person. */
  readonly held: number;
  /** Tickets that were set aside. */
  readonly failed: number;
  /** Messages a second, lately. */
  readonly perSecond: number;
  readonly etaSeconds: number | null;
  /** "SuperOffice 734 / Requestor 47". */
  readonly current: string | null;
  /** Why nothing moves, a sentence. */
  readonly waiting: string | null;
}

/**
 * `planning`: its list is being made. `planned`: the list is frozen and nobody has begun. `stopped`: begun, and can be
 * gone on with.
 */
export const backfillStates = ["planning", "planned", "running", "stopped", "finished"] as const;
export type BackfillState = (typeof backfillStates)[number];

/** Why a run is stopped: a person asked for it, or a helpdesk did not let it go on. */
export type StopCause = "asked" | "credentials" | "unreachable";

/** As in rclone check: `=` same, `+` only on the source, `-` only on the target, `*` differs, `!` error. */
export const reportClasses = ["same", "only-source", "only-target", "differs", "error"] as const;
export type ReportClass = (typeof reportClasses)[number];

/** One thing that needs attention. What is the same is counted, not listed. */
export interface ReportLine extends TicketOfRun {
  readonly class: ReportClass;
  /** The side and id of the message; null where it is about the ticket. */
  readonly side: Side | null;
  readonly messageId: MessageId | null;
  /** A sentence. */
  readonly reason: string;
}

/** So many lines of this ticket of the list were told already, and all of those before it. */
export interface ReportPlace {
  readonly ticket: number;
  readonly lines: number;
}

export interface ReportPage {
  readonly items: readonly ReportLine[];
  /** Null: there are no more. */
  readonly next: ReportPlace | null;
}

/**
 * What became of a run, as far as it went: messages also of the tickets that are begun, tickets and classes of those that
 * came to their end.
 */
export interface BackfillResult {
  readonly ticketsDone: number;
  readonly ticketsFailed: number;
  readonly written: Readonly<Record<Side, number>>;
  readonly adopted: number;
  /** Messages of the run that wait for a person. */
  readonly held: number;
  /** Messages by class. */
  readonly classes: Readonly<Record<ReportClass, number>>;
}

/** The result of a run that has carried nothing yet. */
export const nothingDone: BackfillResult = {
  ticketsDone: 0,
  ticketsFailed: 0,
  written: { superoffice: 0, requestor: 0 },
  adopted: 0,
  held: 0,
  classes: { same: 0, "only-source": 0, "only-target": 0, differs: 0, error: 0 },
};

export interface Backfill {
  readonly id: string;
  readonly options: BackfillOutline;
  readonly state: BackfillState;
  /** Why it is stopped, a sentence, and what kind of stop it was. */
  readonly reason: string | null;
  readonly stopCause: StopCause | null;
  readonly stopAsked: boolean;
  /** The process that carries it out now, and since when. */
  readonly carriedBy: { readonly name: string; readonly since: number } | null;
  readonly ticketsTotal: number | null;
  /** Null while its list is made. */
  readonly plan: BackfillPlan | null;
  readonly result: BackfillResult;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
}

export interface BackfillWatch {
  /** Aborted: what is in flight is finished and saved, and the call resolves. */
  readonly signal: AbortSignal;
  /** Called about once a second. */
  readonly onProgress?: (progress: BackfillProgress) => void;
}

/** Everything people do with backfills. */
export interface BackfillsFace {
  /** A dry run: writes nothing anywhere, not even here. Rejects with BackfillStoppedError when the signal aborts. */
  plan(options: BackfillOptions, watch: BackfillWatch): Promise<BackfillPlan>;
  /** Throws BackfillObservingError in a process that writes nothing. */
  mustCarry(): void;
  /** Rejects with BackfillUnfinishedError while another run is unfinished, and with BackfillObservingError. */
  create(options: BackfillOptions): Promise<Backfill>;
  /** Makes the list of a run, or makes it anew when that was cut off; one that has its list is returned as it is. */
  prepare(id: string, watch: BackfillWatch): Promise<Backfill>;
  /**
   * Carries a run out from where it stands, its list first where there is none. Resolves with the run `finished` or
   * `stopped`.
   */
  run(id: string, watch: BackfillWatch): Promise<Backfill>;
  /** Removes a run that nobody has begun to carry out; false when there is no such one. */
  discard(id: string): Promise<boolean>;
  get(id: string): Promise<Backfill | null>;
  /** Newest first. */
  list(options: { readonly cursor: string | null; readonly limit: number }): Promise<{
    readonly items: readonly Backfill[];
    readonly nextCursor: string | null;
  }>;
  unfinished(): Promise<Backfill | null>;
  /** The process that carries it out stops as if it had been told itself; false: nobody carries it out. */
  askStop(id: string): Promise<boolean>;
  /** What needs attention, in the order of the list. */
  report(id: string): AsyncIterable<ReportLine>;
  reportPage(id: string, page: { readonly from: ReportPlace | null; readonly limit: number }): Promise<ReportPage>;
}
