import type { Played } from "./played.ts";

/** The sums over all seeds that were played. */
export class Totals {
  seeds = 0;
  messages = 0;
  mirrored = 0;
  crashes = 0;
  simulatedMinutes = 0;
  readonly faults = new Map<string, number>();
  /** The seeds that broke a promise, with what they broke. */
  readonly broken: { readonly seed: number; readonly promises: readonly string[] }[] = [];

  add(played: Played): void {
    this.seeds += 1;
    this.messages += played.messages;
    this.mirrored += played.mirrored;
    this.crashes += played.crashes;
    this.simulatedMinutes += played.simulatedMinutes;
    for (const [fault, times] of Object.entries(played.faults)) {
      this.faults.set(fault, (this.faults.get(fault) ?? 0) + times);
    }
    if (played.broken.length > 0) this.broken.push({ seed: played.seed, promises: played.broken });
  }
}
