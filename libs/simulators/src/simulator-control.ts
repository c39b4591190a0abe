import type { CallLog } from "./call-log.ts";
import type { ChangeSignal, Truthy, WaitOptions } from "./change-signal.ts";
import type { FaultMix, OutageKind } from "./fault-mix.ts";
import type { FaultPlan } from "./faults.ts";
import type { FaultCounts } from "./fault-tally.ts";
import type { Ledger, LedgerEntry } from "./ledger.ts";
import type { PageOptions } from "./page.ts";
import type { CallObserver, OutgoingRecord, Records, RequestCounts, WriteRecord } from "./records.ts";
import type { Pending, Troubles } from "./troubles.ts";

export type ControlParts = { troubles: Troubles; records: Records; ledger: Ledger; signal: ChangeSignal };

/** What the controls of both simulators have in common: faults, records, and waiting for a state. */
export abstract class SimulatorControl {
  readonly faults: FaultPlan;
  protected readonly troubles: Troubles;
  protected readonly records: Records;
  readonly #ledger: Ledger;
  readonly #signal: ChangeSignal;

  constructor({ troubles, records, ledger, signal }: ControlParts) {
    this.faults = troubles.plan;
    this.troubles = troubles;
    this.records = records;
    this.#ledger = ledger;
    this.#signal = signal;
  }

  abstract setClockSkew(ms: number): void;

  /**
   * From now on faults of every kind are thrown at random by the mix's seed, in place of a mix that stood before.
   * Throws a TypeError for a mix with an unknown name or a chance outside 0 to 1.
   */
  unleash(mix: FaultMix): void {
    this.troubles.unleash(mix);
  }

  /**
   * Ends the mix, every standing fault and an outage, sets the clock back to where it was before the mix and cuts the
   * calls that hang. What is under way still lands: see `pending`. Resolves when the helpdesk takes calls again.
   */
  calm(): Promise<void> {
    return this.troubles.calm();
  }

  /** Begins an outage, in place of one that stands; it ends with `up`, or by itself after `forMs`. */
  down(kind: OutageKind, forMs?: number): Promise<void> {
    return this.troubles.outages.begin(kind, forMs);
  }

  /** Ends the outage. Resolves when the helpdesk takes calls again. */
  up(): Promise<void> {
    return this.troubles.outages.end();
  }

  /** The outage that stands now. */
  get outage(): OutageKind | null {
    return this.troubles.outages.current;
  }

  /** How often each class of fault was thrown since the start or `clearRecords`. */
  faultCounts(): FaultCounts {
    return this.troubles.tally.counts();
  }

  /** What is still under way and can be seen later. */
  pending(): Pending {
    return this.troubles.pending();
  }

  /** What became of each message that was stored since the start, by the order in which they became visible. */
  ledger(page?: PageOptions): LedgerEntry[] {
    return this.#ledger.page(page);
  }

  writes(page?: PageOptions): WriteRecord[] {
    return this.records.writes(page);
  }

  /** The e-mails and notifications that API calls would have had the helpdesk send. */
  sent(page?: PageOptions): OutgoingRecord[] {
    return this.records.sent(page);
  }

  requests(): RequestCounts {
    return this.records.requests();
  }

  /** Tells the observer of every call and write from now on; the returned function ends that. */
  observe(observer: CallObserver): () => void {
    return this.records.observe(observer);
  }

  /** How many calls came in, and when: by second, those past the second `after`. */
  calls(after?: number): CallLog {
    return this.records.calls.log(after);
  }

  /** By how many calls the busiest stretch, however long, went past this rate; a burst of b calls may reach b. */
  mostAbove(callsPerSecond: number): number {
    return this.records.calls.mostAbove(callsPerSecond);
  }

  /** Forgets writes, what was sent, counts of calls and faults, and webhooks; the ledger stays. */
  clearRecords(): void {
    this.records.clear();
    this.troubles.tally.clear();
  }

  get version(): number {
    return this.#signal.version;
  }

  /** Calls `listener` after every change of state or record; the returned function ends that. */
  onChange(listener: () => void): () => void {
    return this.#signal.subscribe(listener);
  }

  /** Resolves with the first truthy answer of `predicate`, looked at now and after every change. */
  waitFor<T>(predicate: (control: this) => T, options?: WaitOptions): Promise<Truthy<T>> {
    return this.#signal.waitFor(() => predicate(this), options);
  }
}
