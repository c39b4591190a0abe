import { DeliveryError } from "@ticket-bridge/helpdesk";
import pRetry from "p-retry";

import type { HttpAnswer } from "./answer.ts";
import { PassThrough } from "./pass-through.ts";
import type { HttpRequest } from "./request.ts";

export interface Pace {
  readonly random: () => number;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

const tries = 3;
const firstDelayMs = 100;
/** Past this, the lane's own waiting takes over: it shows why it waits and survives a restart. */
const patienceMs = 10_000;

/** An answer worth a second try, thrown only to let p-retry count. */
class PassingAnswer extends Error {
  readonly answer: HttpAnswer;

  constructor(answer: HttpAnswer) {
    super(`status ${answer.status}`);
    this.answer = answer;
  }
}

/**
 * Up to three tries inside one attempt, about 100 and 200 ms apart with jitter. Tries again only what is safe: reads
 * after a broken connection or 429, 502, 503, 504, writes after a `retryable` failure, which means no byte has left. An
 * answer that asks for more patience (Retry-After) is returned at once.
 */
export async function withQuickTries(
  request: Pick<HttpRequest, "safeToRepeat" | "signal">,
  pace: Pace,
  attempt: () => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  try {
    return await pRetry(
      async () => {
        const answer = await attempt();
        if (request.safeToRepeat && isPassing(answer)) throw new PassingAnswer(answer);
        return answer;
      },
      {
        retries: tries - 1,
        // The wait is our own, in shouldRetry: its randomness and its clock come from the caller.
        minTimeout: 0,
        maxRetryTime: patienceMs,
        shouldRetry: async ({ error, retriesConsumed }) => {
          if (!isWorthAnotherTry(error)) return false;
          await rest(firstDelayMs * 2 ** retriesConsumed * (0.5 + pace.random()), pace, request.signal);
          return true;
        },
      },
    );
  } catch (error) {
    if (error instanceof PassingAnswer) return error.answer;
    throw error instanceof PassThrough ? error.reason : error;
  }
}

async function rest(milliseconds: number, pace: Pace, signal: AbortSignal | undefined): Promise<void> {
  try {
    await pace.sleep(milliseconds, signal);
  } catch (error) {
    throw signal?.aborted ? new PassThrough(signal.reason) : error;
  }
}

function isPassing(answer: HttpAnswer): boolean {
  return [429, 502, 503, 504].includes(answer.status) && answer.retryAfterMs === null;
}

function isWorthAnotherTry(error: Error): boolean {
  return error instanceof PassingAnswer || (error instanceof DeliveryError && error.decision === "retryable");
}
