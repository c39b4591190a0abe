import { sideName, type Side } from "@ticket-bridge/helpdesk";

/** There is no run with this id. */
export class BackfillNotFoundError extends Error {
  override readonly name = "BackfillNotFoundError";

  constructor(id: string) {
    super(`There is no backfill ${id}.`);
  }
}

/** Only one run may be unfinished at a time. */
export class BackfillUnfinishedError extends Error {
  override readonly name = "BackfillUnfinishedError";
  readonly id: string;

  constructor(id: string) {
    super(`Backfill ${id} is not finished: go on with that one first, or discard it if it has not begun.`);
    this.id = id;
  }
}

/** A second process wanted to carry out a run. */
export class BackfillBusyError extends Error {
  override readonly name = "BackfillBusyError";
  readonly carriedBy: { readonly name: string; readonly since: number };

  constructor(id: string, carriedBy: { readonly name: string; readonly since: number }) {
    const since = new Date(carriedBy.since).toISOString();
    super(`Backfill ${id} is being carried out by ${carriedBy.name} since ${since}: stop that one first.`);
    this.carriedBy = carriedBy;
  }
}

/** A run was to be stopped that nobody plans or carries out. */
export class BackfillIdleError extends Error {
  override readonly name = "BackfillIdleError";

  constructor(id: string) {
    super(`Backfill ${id} is not under way: there is nothing to stop.`);
  }
}

/** It was told to stop before it came to anything, or something kept it from going on; the message says which. */
export class BackfillStoppedError extends Error {
  override readonly name: string = "BackfillStoppedError";

  constructor(reason = "The plan was stopped before it was complete. Nothing was written.", options?: ErrorOptions) {
    super(reason, options);
  }
}

/** A helpdesk cannot be used at the start: it refused the credentials, or it cannot be reached. */
export class HelpdeskUnavailableError extends Error {
  override readonly name = "HelpdeskUnavailableError";
  readonly side: Side;
  readonly trouble: "credentials" | "unreachable";

  constructor(side: Side, trouble: "credentials" | "unreachable", cause: unknown) {
    const what = trouble === "credentials" ? "refuses the credentials" : "cannot be used now";
    super(`${sideName(side)} ${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.side = side;
    this.trouble = trouble;
  }
}

/** A helpdesk did not let a run go on, and would not for as long as that is waited for. */
export class RunStoppedError extends Error {
  override readonly name = "RunStoppedError";
  readonly trouble: "credentials" | "unreachable";

  constructor(trouble: "credentials" | "unreachable", reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.trouble = trouble;
  }
}

/** A run cannot go on now for a reason that is no helpdesk's fault: a person paused one, or the database is away. */
export class RunHaltedError extends BackfillStoppedError {
  override readonly name = "RunHaltedError";
}

/** This process writes nothing to a helpdesk, so it carries no history. */
export class BackfillObservingError extends Error {
  override readonly name = "BackfillObservingError";

  constructor() {
    super("MODE=observe writes nothing to a helpdesk, so no history is carried: set MODE=mirror, or make a dry run.");
  }
}
