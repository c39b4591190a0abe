import { fingerprintOf, type BackfillView } from "@ticket-bridge/assembly";
import { BackfillNotFoundError, BackfillUnfinishedError } from "@ticket-bridge/sync";

import { UsageError } from "../arguments/usage-error.ts";
import { noteTold } from "../output/note-told.ts";
import type { Output } from "../output/output.ts";
import { exitCodeOfStop, exitCodes, type ExitCode } from "../program/exit-codes.ts";
import { failureOf } from "../program/failure-of.ts";
import type { BackfillDesk, Watch } from "../reach/backfill-desk.ts";
import { headOfBackfill } from "../report/head-of-backfill.ts";
import { resumeSentence } from "../report/result-text.ts";
import { mustBeWritable, writeReport } from "../report/write-report.ts";
import { planTold, progressTold, resultTold } from "./events.ts";
import { exitCodeOf } from "./exit-code-of.ts";
import type { RunCommand } from "./options.ts";

export interface CarryOutParts {
  readonly desk: BackfillDesk;
  readonly output: Output;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  readonly reportDir: string;
  /** Asks a person yes or no; null where nobody can be asked. */
  readonly ask: ((question: string) => Promise<boolean>) | null;
}

/** Does what the command line says. Gives the exit code; rejects with what keeps it from ending in order. */
export async function carryOut(command: RunCommand, parts: CarryOutParts): Promise<ExitCode> {
  if (command.isDryRun) return await dryRun(command, parts);
  const { desk, signal, reportDir } = parts;
  await mustBeWritable(reportDir);
  const chosen = await chooseRun(command, parts);
  if (chosen.state === "finished") return await conclude(chosen, parts);
  const prepared = chosen.state === "planning" ? await desk.prepare(chosen.id, watch(parts)) : chosen;
  if (prepared.state === "planning") return leave(prepared, parts);
  if (prepared.state === "planned") {
    const refusal = await confirmed(prepared, command, parts);
    if (refusal !== null) return refusal;
  }
  if (signal.aborted) return leave(prepared, parts);
  return await conclude(await desk.run(prepared.id, watch(parts)), parts);
}

async function dryRun(command: RunCommand, parts: CarryOutParts): Promise<ExitCode> {
  const plan = await parts.desk.plan(command.options, watch(parts));
  const isClean = plan.failedCount === 0 && plan.secondRunWrites === 0;
  parts.output.settle();
  parts.output.conclude(planTold(plan, null), !isClean);
  return isClean ? exitCodes.allSame : exitCodes.needsAttention;
}

/**
 * The run to carry out: the one that --resume names, else the unfinished one if the command line asks for nothing else,
 * else a new one. A list that nobody has begun to carry out gives way to a new choice.
 */
async function chooseRun(command: RunCommand, parts: CarryOutParts): Promise<BackfillView> {
  const { desk, output } = parts;
  if (command.resume !== null) {
    const named = await desk.get(command.resume);
    if (named === null) throw new BackfillNotFoundError(command.resume);
    if (named.state === "planning" || named.state === "planned") mustBeConfirmable(command, parts);
    return named;
  }
  const unfinished = await desk.unfinished();
  const isMeant =
    unfinished !== null && (!command.choosesWork || unfinished.fingerprint === fingerprintOf(command.options));
  const isBegun = unfinished?.state === "running" || unfinished?.state === "stopped";
  if (!isBegun) mustBeConfirmable(command, parts);
  if (isMeant) {
    output.tell(noteTold(`Going on with backfill ${unfinished.id}, begun ${unfinished.createdAt}.`));
    return unfinished;
  }
  if (unfinished !== null) {
    if (isBegun || unfinished.carriedBy !== null) throw new BackfillUnfinishedError(unfinished.id);
    await desk.discard(unfinished.id);
  }
  return await desk.create(command.options);
}

/** Before anything is read, because a plan may take an hour. */
function mustBeConfirmable({ isConfirmed }: RunCommand, { ask }: CarryOutParts): void {
  if (isConfirmed || ask !== null) return;
  throw new UsageError(["Nobody can be asked whether to carry it out: give --yes, or --dry-run to see the plan only."]);
}

/** Shows the plan and asks. Null: go on. */
async function confirmed(
  { id, plan }: BackfillView,
  { isConfirmed }: RunCommand,
  { desk, output, ask, signal }: CarryOutParts,
): Promise<ExitCode | null> {
  output.settle();
  if (plan !== null) output.tell(planTold(plan, id));
  if (plan !== null && plan.secondRunWrites > 0) {
    await desk.discard(id);
    output.fail(["The plan is not sound: a second run would write messages again. Nothing was written."]);
    return exitCodes.usage;
  }
  if (isConfirmed || ask === null) return null;
  const isWanted = await ask("Carry this out?");
  if (isWanted || signal.aborted) return null;
  const now = await desk.get(id);
  // Discarding a run that somebody else has begun meanwhile would end it.
  if (now !== null && now.state !== "planned") throw new BackfillUnfinishedError(id);
  await desk.discard(id);
  output.tell(noteTold("Nothing was written."));
  return exitCodes.usage;
}

/** Stopped before anything was carried, or carried on. What stopped it another time says nothing of this one. */
function leave({ id, reason, stopCause, startedAt }: BackfillView, { output, signal }: CarryOutParts): ExitCode {
  output.settle();
  if (reason !== null && !signal.aborted) output.fail([reason]);
  const sentence =
    startedAt === null
      ? `Stopped before anything was written; go on with: npm run backfill -- --resume ${id}`
      : `Stopped before it went on. ${resumeSentence(id)}`;
  output.tell(noteTold(sentence));
  return signal.aborted ? exitCodes.interrupted : exitCodeOfStop[stopCause ?? "asked"];
}

async function conclude(backfill: BackfillView, parts: CarryOutParts): Promise<ExitCode> {
  const { desk, output, reportDir } = parts;
  output.settle();
  const exitCode = exitCodeOf(backfill);
  try {
    const report = await writeReport(reportDir, headOfBackfill(backfill), desk.report(backfill.id));
    output.conclude(resultTold(backfill, report, exitCode), exitCode !== exitCodes.allSame);
    return exitCode;
  } catch (error) {
    // What was carried over is told all the same.
    output.conclude(resultTold(backfill, null, failureOf(error, "backfill").exitCode), true);
    throw error;
  }
}

function watch({ signal, output }: CarryOutParts): Watch {
  return { signal, onProgress: (progress) => output.move(progressTold(progress)) };
}
