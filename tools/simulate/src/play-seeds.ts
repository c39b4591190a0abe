import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

import type { Options } from "./options.ts";
import type { Played, PlayRequest } from "./played.ts";

/**
 * Plays the seeds on several threads and tells of each as it ends, in whatever order they do. Resolves when all are
 * played or, once the signal aborts, at once: what is under way is thrown away.
 */
export async function playSeeds(options: Options, stop: AbortSignal, told: (played: Played) => void): Promise<void> {
  const next = seedsOf(options);
  const count = Math.min(options.workers ?? availableParallelism(), options.seeds);
  await Promise.all(Array.from({ length: count }, () => playOnOneThread(next, options.single, stop, told)));
}

function* seedsOf({ from, seeds }: Options): Generator<number, undefined> {
  for (let seed = from; seed < from + seeds; seed += 1) yield seed;
  return undefined;
}

async function playOnOneThread(
  seeds: Generator<number, undefined>,
  story: boolean,
  stop: AbortSignal,
  told: (played: Played) => void,
): Promise<void> {
  while (!stop.aborted) {
    // A thread ends with the seeds, or with one that broke it: then the next seed gets a new thread.
    const ended = await playUntilBroken(
      new Worker(new URL("seed-worker.ts", import.meta.url)),
      seeds,
      story,
      stop,
      told,
    );
    if (ended) return;
  }
}

async function playUntilBroken(
  worker: Worker,
  seeds: Generator<number, undefined>,
  story: boolean,
  stop: AbortSignal,
  told: (played: Played) => void,
): Promise<boolean> {
  let playing = -1;
  try {
    return await new Promise<boolean>((resolve, reject) => {
      const playNext = (): void => {
        const { value } = seeds.next();
        if (value === undefined) return resolve(true);
        playing = value;
        worker.postMessage({ seed: value, story } satisfies PlayRequest);
      };
      worker.on("message", (played: Played) => {
        if (stop.aborted) return;
        told(played);
        playNext();
      });
      worker.on("error", reject);
      stop.addEventListener("abort", () => resolve(true), { once: true });
      playNext();
    });
  } catch (error) {
    told(couldNotPlay(playing, error));
    return false;
  } finally {
    await worker.terminate();
  }
}

function couldNotPlay(seed: number, error: unknown): Played {
  const sentence = `The simulation itself broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  return { seed, broken: [sentence], messages: 0, mirrored: 0, crashes: 0, faults: {}, simulatedMinutes: 0, story: [] };
}
