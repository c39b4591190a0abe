import type { ActStore, ActTarget, NewAct } from "@ticket-bridge/sync";

import { errorText, type Log } from "@ticket-bridge/assembly";
import { toProblem } from "../failures.ts";

const longestSentence = 1_000;
/** What is asked names each of up to 1,000 messages of 19 digits: one that is cut off would not stand in the log. */
const longestRequest = 25_000;

export interface Recorder {
  readonly store: ActStore;
  readonly log: Log;
}

/**
 * Writes what is asked, tries it, and writes what became of it. Rejects as `run` does; nothing is tried when the first
 * writing fails. Where the second one fails the act was done all the same: it stays `asked`, and the log tells.
 */
export async function recorded<Result>(
  { store, log }: Recorder,
  act: NewAct,
  run: () => Promise<Result>,
  madeBy: (result: Result) => ActTarget | null = () => null,
): Promise<Result> {
  const id = await store.askAct({ ...act, what: oneLine(act.what, longestRequest) });
  const end = (outcome: Parameters<ActStore["endAct"]>[1]) =>
    store.endAct(id, outcome).catch((error: unknown) => {
      log.error(
        { requestId: act.requestId, act: act.act, error: errorText(error) },
        "What became of an act could not be written.",
      );
    });
  try {
    const result = await run();
    await end({ outcome: "done", target: madeBy(result) });
    return result;
  } catch (error) {
    await end({ outcome: "refused", reason: oneLine(toProblem(error).message) });
    throw error;
  }
}

/** Line ends and marks of direction in what people type must not make one act look like another. */
export function oneLine(text: string, longest = longestSentence): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
  return line.length <= longest ? line : `${line.slice(0, longest).toWellFormed()}…`;
}
