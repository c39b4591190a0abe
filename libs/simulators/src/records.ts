import type { ChangeSignal } from "./change-signal.ts";

/** One write that the simulator accepted and committed through its API. */
export type WriteRecord = {
  readonly seq: number;
  /** When it was committed, ISO 8601 UTC by the simulator's clock. */
  readonly time: string;
  readonly method: string;
  /** Path without the tenant, as it was asked for, e.g. `/api/v1/TicketMessage`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The body as it was parsed, or its text when it was not JSON. */
  readonly body: unknown;
  readonly id: number;
  readonly ticketId: number | null;
  /** Whether the whole answer was handed to the client's connection; null while that is still open. */
  readonly delivered: boolean | null;
};

export type WriteFacts = Omit<WriteRecord, "seq" | "delivered">;

/** Counters by `METHOD /route/{id}`. */
export type RequestCounts = Record<string, number>;

/** Who wants to know of each call and each write as it happens; a measurement that asked later would have to copy all. */
export type CallObserver = {
  /** A call has arrived; `ticketId` is the ticket it is about, if it names one. */
  call?(method: string, route: string, ticketId: number | null): void;
  /** A write was committed. */
  write?(record: WriteRecord): void;
};

/** What happened at the API of one simulator, so that a test can count it. */
export class Records {
  #seq = 0;
  #writes: WriteRecord[] = [];
  #requests = new Map<string, number>();
  readonly #signal: ChangeSignal;
  readonly #observers = new Set<CallObserver>();

  constructor(signal: ChangeSignal) {
    this.#signal = signal;
  }

  /** Tells the observer of every call and write from now on; the returned function ends that. */
  observe(observer: CallObserver): () => void {
    this.#observers.add(observer);
    return () => {
      this.#observers.delete(observer);
    };
  }

  request(method: string, route: string, ticketId: number | null): void {
    const key = `${method} ${route}`;
    this.#requests.set(key, (this.#requests.get(key) ?? 0) + 1);
    for (const observer of this.#observers) observer.call?.(method, route, ticketId);
    this.#signal.changed();
  }

  /**
   * Records a committed write; the returned function says whether its answer was delivered, unless `lost` says from
   * the start that it will not be.
   */
  write(facts: WriteFacts, lost: boolean): (delivered: boolean) => void {
    this.#seq += 1;
    const seq = this.#seq;
    let record: WriteRecord = { seq, ...facts, delivered: lost ? false : null };
    this.#writes.push(record);
    for (const observer of this.#observers) observer.write?.(record);
    this.#signal.changed();
    return (delivered) => {
      if (record.delivered !== null) return;
      const settled = { ...record, delivered };
      const at = this.#writes.indexOf(record);
      record = settled;
      if (at >= 0) this.#writes[at] = settled;
      this.#signal.changed();
    };
  }

  writes(): WriteRecord[] {
    return [...this.#writes];
  }

  requests(): RequestCounts {
    return Object.fromEntries([...this.#requests].sort(([a], [b]) => a.localeCompare(b)));
  }

  clear(): void {
    this.#writes = [];
    this.#requests.clear();
    this.#signal.changed();
  }
}
