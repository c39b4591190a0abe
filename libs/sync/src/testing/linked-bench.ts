import { afterEach, beforeEach } from "vitest";

import { Bench } from "./bench.ts";

/** Has each test of the file or the describe that calls it begin on a bench of its own, its two tickets linked. */
export function linkedBench(use: (bench: Bench) => void): void {
  let bench: Bench;

  beforeEach(async () => {
    bench = new Bench();
    await bench.link();
    use(bench);
  });

  afterEach(async () => {
    await bench.stop();
  });
}
