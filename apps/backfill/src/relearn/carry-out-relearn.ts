import { coloursFor } from "@ticket-bridge/terminal";

import { UsageError } from "../arguments/usage-error.ts";
import type { RelearnWish } from "../audit/options.ts";
import { counted } from "../output/figures.ts";
import { noteTold } from "../output/note-told.ts";
import type { Output } from "../output/output.ts";
import { exitCodeOfStop, exitCodes, type ExitCode } from "../program/exit-codes.ts";
import type { AuditDesk } from "../reach/audit-desk.ts";
import { SpooledLines } from "../report/spooled-lines.ts";
import { writeReport } from "../report/write-report.ts";
import { learn } from "./learn.ts";
import { relearnTold, wouldLearnTold } from "./relearn-events.ts";
import { relearnResultLines } from "./relearn-result-lines.ts";
import { relearnNeedsAttention, type RelearnView } from "./relearn-view.ts";

export interface RelearnParts {
  readonly desk: Pick<AuditDesk, "relearn">;
  readonly output: Output;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  readonly reportDir: string;
  /** Asks a person yes or no; null where nobody can be asked. */
  readonly ask: ((question: string) => Promise<boolean>) | null;
}

interface Learned {
  readonly view: RelearnView;
  readonly lines: SpooledLines;
}

const plain = coloursFor({}, {});

/** Learns links and the id map again. Gives the exit code; rejects with what keeps it from ending in order. */
export async function carryOutRelearn(wish: RelearnWish, parts: RelearnParts): Promise<ExitCode> {
  const { apply, isConfirmed } = wish;
  const { ask } = parts;
  if (!apply || isConfirmed) return await reported(parts, await learnInto(wish, parts));
  if (ask === null) {
    throw new UsageError(["Nobody can be asked whether to store it: give --yes, or leave out --apply to see it only."]);
  }
  const would = await learnInto({ ...wish, apply: false }, parts);
  const { state, mirrors, newLinks } = would.view;
  if (state === "stopped" || (mirrors === 0 && newLinks === 0)) return await reported(parts, would);
  await would.lines.remove();
  return await onceConfirmed(would.view, ask, wish, parts);
}

/** A person is asked with the numbers in sight. */
async function onceConfirmed(
  view: RelearnView,
  ask: (question: string) => Promise<boolean>,
  wish: RelearnWish,
  parts: RelearnParts,
): Promise<ExitCode> {
  const { output, signal } = parts;
  output.tell(wouldLearnTold(view));
  const what = `${counted(view.newLinks, "link")} and ${counted(view.mirrors, "message")}`;
  if (await ask(`Put ${what} into the map?`)) return await reported(parts, await learnInto(wish, parts));
  output.tell(noteTold("Nothing was stored."));
  return signal.aborted ? exitCodes.interrupted : exitCodes.usage;
}

async function learnInto(wish: RelearnWish, { desk, output, signal, reportDir }: RelearnParts): Promise<Learned> {
  const lines = await SpooledLines.open(reportDir, "relearn");
  try {
    const view = await learn(wish, { desk, output, signal, onLines: (each) => lines.add(each) });
    output.settle();
    return { view, lines };
  } catch (error) {
    await lines.remove();
    throw error;
  }
}

async function reported({ output, reportDir }: RelearnParts, { view, lines }: Learned): Promise<ExitCode> {
  try {
    const name = `relearn-${view.startedAt.replace(/[:.]/g, "-")}`;
    const head = { name, lines: relearnResultLines(view, plain), member: { name: "relearn", value: view } };
    const report = await writeReport(reportDir, head, lines.read());
    const exitCode = exitCodeOf(view);
    output.conclude(relearnTold(view, report, exitCode), exitCode !== exitCodes.allSame);
    return exitCode;
  } finally {
    await lines.remove();
  }
}

function exitCodeOf(view: RelearnView): ExitCode {
  if (view.stopCause !== null) return exitCodeOfStop[view.stopCause];
  return relearnNeedsAttention(view) ? exitCodes.needsAttention : exitCodes.allSame;
}
