import type { ActOutcome, ActStore, ActTarget, NewAct } from "@ticket-bridge/sync";

import { errorText, type Log } from "@ticket-bridge/assembly";
import { toProblem } from "../failures.ts";
import { inNumbers, isOnSeveral } from "./on-several.ts";

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
  cameTo: (result: Result) => ActOutcome = (result) => outcomeOf(result, null),
): Promise<Result> {
  const id = await store.askAct({ ...act, what: oneLine(act.what, longestRequest) });
  const end = (outcome: ActOutcome) =>
    store.endAct(id, outcome).catch((error: unknown) => {
      log.error(
        { requestId: act.requestId, act: act.act, error: errorText(error) },
        "What became of an act could not be written.",
      );
    });
  try {
    const result = await run();
    await end(cameTo(result));
    return result;
  } catch (error) {
    const { status, message } = toProblem(error);
    await end({ outcome: status < 500 ? "refused" : "failed", reason: oneLine(message) });
    throw error;
  }
}

/** What an act came to that gave this. */
export function outcomeOf(result: unknown, target: ActTarget | null): ActOutcome {
  if (!isOnSeveral(result) || result.refused.length === 0) return { outcome: "done", target };
  return { outcome: result.done === 0 ? "refused" : "partly", reason: oneLine(inNumbers(result)) };
}

/** Line ends and marks of direction in what people type must not make one act look like another. */
export function oneLine(text: string, longest = longestSentence): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
  return line.length <= longest ? line : `${line.slice(0, longest).toWellFormed()}…`;
}
