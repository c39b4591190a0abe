import {
  errorText,
  viewOfBackfill,
  viewOfPlan,
  viewOfProgress,
  type BackfillAnswer,
  type Log,
} from "@ticket-bridge/assembly";
import {
  BackfillBusyError,
  BackfillIdleError,
  BackfillNotFoundError,
  BackfillStoppedError,
  HelpdeskUnavailableError,
  outlineOf,
  RunStoppedError,
  standingOfRun,
  type Backfill,
  type BackfillOptions,
  type BackfillProgress,
  type BackfillsFace,
} from "@ticket-bridge/sync";
import { randomUUID } from "node:crypto";

export interface BackfillJobsParts {
  readonly backfills: BackfillsFace;
  readonly log: Log;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
}

/** One run that this process plans or carries out, or has. */
interface Job {
  readonly stop: AbortController;
  progress: BackfillProgress | null;
  failure: BackfillAnswer["failure"];
  /** Null when it has ended. */
  working: Promise<void> | null;
  readonly since: number;
  /** The command that shows it to a person, and when it last asked. */
  watcher: { readonly name: string; readonly at: number } | null;
}

interface DryRun extends Job {
  answer: BackfillAnswer;
}

/** A command asks about once a second; after this long it is gone. */
const watcherGoneMs = 5_000;
const dryRunsKept = 10;

/**
 * The backfills that this process works on, for the admin API: it answers at once, and the work goes on behind it. What a
 * dry run finds is kept here only, and gone with the process.
 */
export class BackfillJobs {
  readonly #parts: BackfillJobsParts;
  readonly #jobs = new Map<string, Job>();
  readonly #dryRuns = new Map<string, DryRun>();

  constructor(parts: BackfillJobsParts) {
    this.#parts = parts;
  }

  /** Begins a dry run. */
  plan(options: BackfillOptions): BackfillAnswer {
    const id = `dry-${randomUUID()}`;
    const { now } = this.#parts;
    const job: DryRun = { ...newJob(now()), answer: emptyAnswer(id, options, now()) };
    this.#dryRuns.set(id, job);
    this.#forgetOldDryRuns();
    this.#work(job, `Dry run ${id}`, async (watch) => {
      const plan = viewOfPlan(await this.#parts.backfills.plan(options, watch));
      job.answer = { ...job.answer, state: "finished", plan, finishedAt: new Date(now()).toISOString() };
    });
    return job.answer;
  }

  /** Makes a run and begins with its list; with `carriesOut` goes on with carrying it out. */
  async create(options: BackfillOptions, carriesOut: boolean, watcher: string | null): Promise<BackfillAnswer> {
    const { id } = await this.#parts.backfills.create(options);
    this.#begin(id, carriesOut, watcher);
    return await this.get(id);
  }

  /**
   * Goes on with a run where it stands: `prepare` with its list only. Rejects with BackfillNotFoundError, BackfillObservingError, and
   * BackfillBusyError while it is carried out already, unless no command shows it any more: then `watcher` takes over.
   */
  async resume(id: string, prepareOnly: boolean, watcher: string | null): Promise<BackfillAnswer> {
    const found = await this.#find(id);
    const job = this.#jobs.get(id);
    if (job !== undefined && job.working !== null) this.#takeOver(id, job, watcher);
    else if (found.state !== "finished") {
      this.#parts.backfills.mustCarry();
      this.#begin(id, !prepareOnly, watcher);
    }
    return await this.get(id);
  }

  /**
   * Rejects with BackfillNotFoundError. `watcher`: the command that shows it to a person, where it still does. Looking
   * makes nobody that command: only who begins or resumes a run is.
   */
  async get(id: string, watcher: string | null = null): Promise<BackfillAnswer> {
    const job = this.#jobs.get(id);
    if (job !== undefined && job.watcher?.name === watcher) {
      job.watcher = { name: watcher, at: this.#parts.now() };
    }
    const dryRun = this.#dryRuns.get(id);
    if (dryRun !== undefined) return answerOfDryRun(dryRun);
    return this.answerOf(await this.#find(id));
  }

  /** What a run is, with what this process knows of it. */
  answerOf(backfill: Backfill): BackfillAnswer {
    const job = this.#jobs.get(backfill.id);
    const isWorking = isAtWork(job);
    return {
      ...viewOfBackfill(backfill),
      dryRun: false,
      isWorking,
      ...standingOfRun(backfill, { isWorking, failure: job?.failure?.reason ?? null }),
      progress: isWorking && job.progress !== null ? viewOfProgress(job.progress) : null,
      failure: job?.failure ?? null,
    };
  }

  /**
   * Lets what is in flight end, wherever the run is carried out. Rejects with BackfillNotFoundError, and with
   * BackfillIdleError where nobody is at work on it.
   */
  async stop(id: string): Promise<BackfillAnswer> {
    const dryRun = this.#dryRuns.get(id);
    const job = dryRun ?? this.#jobs.get(id);
    let isAsked = false;
    if (dryRun === undefined) {
      await this.#find(id);
      isAsked = await this.#parts.backfills.askStop(id);
    }
    if (!isAsked && !isAtWork(job)) throw new BackfillIdleError(id);
    job?.stop.abort();
    return await this.get(id);
  }

  /** Stops all of them; resolves when they have ended. */
  async stopAll(): Promise<void> {
    const jobs = [...this.#jobs.values(), ...this.#dryRuns.values()];
    for (const job of jobs) job.stop.abort();
    await Promise.all(jobs.map((job) => job.working ?? Promise.resolve()));
  }

  #begin(id: string, carriesOut: boolean, watcher: string | null): void {
    const now = this.#parts.now();
    const job = { ...newJob(now), watcher: watcher === null ? null : { name: watcher, at: now } };
    this.#jobs.set(id, job);
    this.#work(job, `Backfill ${id}`, async (watch) => {
      const { backfills } = this.#parts;
      await (carriesOut ? backfills.run(id, watch) : backfills.prepare(id, watch));
    });
  }

  #work(job: Job, name: string, work: (watch: Parameters<BackfillsFace["run"]>[1]) => Promise<void>): void {
    const { log } = this.#parts;
    const onProgress = (progress: BackfillProgress) => void (job.progress = progress);
    job.working = work({ signal: job.stop.signal, onProgress })
      .catch((error: unknown) => {
        job.failure = failureOf(error);
        log.warn({ error: errorText(error) }, `${name} could not go on.`);
      })
      .finally(() => (job.working = null));
  }

  async #find(id: string): Promise<Backfill> {
    const found = await this.#parts.backfills.get(id);
    if (found === null) throw new BackfillNotFoundError(id);
    return found;
  }

  #takeOver(id: string, job: Job, watcher: string | null): void {
    if (watcher === null) throw new BackfillBusyError(id, { name: "this bridge", since: job.since });
    if (this.#isWatchedByAnother(job, watcher)) {
      throw new BackfillBusyError(id, {
        name: `this bridge for ${job.watcher?.name ?? "a command"}`,
        since: job.since,
      });
    }
    job.watcher = { name: watcher, at: this.#parts.now() };
  }

  #isWatchedByAnother({ watcher }: Job, name: string): boolean {
    return watcher !== null && watcher.name !== name && this.#parts.now() - watcher.at < watcherGoneMs;
  }

  #forgetOldDryRuns(): void {
    for (const [id, { working }] of this.#dryRuns) {
      if (this.#dryRuns.size <= dryRunsKept) return;
      if (working === null) this.#dryRuns.delete(id);
    }
  }
}

function isAtWork(job: Job | undefined): job is Job {
  return job !== undefined && job.working !== null;
}

function newJob(since: number): Job {
  return { stop: new AbortController(), progress: null, failure: null, working: null, since, watcher: null };
}

function failureOf(error: unknown): BackfillAnswer["failure"] {
  if (error instanceof HelpdeskUnavailableError)
    return { cause: error.trouble, side: error.side, reason: error.message };
  if (error instanceof RunStoppedError) return { cause: error.trouble, side: null, reason: error.message };
  if (error instanceof BackfillStoppedError) return { cause: "asked", side: null, reason: error.message };
  return {
    cause: "other",
    side: null,
    reason: error instanceof Error ? error.message : "Something unexpected happened.",
  };
}

function answerOfDryRun({ answer, progress, failure, working }: DryRun): BackfillAnswer {
  const isWorking = working !== null;
  const state = failure === null ? answer.state : "stopped";
  const reason = failure?.reason ?? null;
  return {
    ...answer,
    ...{ state, isWorking, failure, reason, standing: state, why: reason },
    progress: isWorking && progress !== null ? viewOfProgress(progress) : null,
  };
}

function emptyAnswer(id: string, options: BackfillOptions, now: number): BackfillAnswer {
  const nothing = { superoffice: 0, requestor: 0 };
  const view = viewOfBackfill({
    ...{
      id,
      options: outlineOf(options),
      state: "planning",
      reason: null,
      stopCause: null,
      stopAsked: false,
      carriedBy: null,
    },
    ...{ ticketsTotal: null, plan: null, createdAt: now, startedAt: null, finishedAt: null },
    result: {
      ...{ ticketsDone: 0, ticketsFailed: 0, written: nothing, adopted: 0, held: 0 },
      classes: { same: 0, "only-source": 0, "only-target": 0, differs: 0, error: 0 },
    },
  });
  return {
    ...view,
    ...{ dryRun: true, isWorking: true, standing: view.state, why: null, progress: null, failure: null },
  };
}
