import { CallTimes } from "./call-log.ts";
import type { ChangeSignal } from "./change-signal.ts";
import type { FaultTarget } from "./faults.ts";
import { pageOf } from "./page.ts";
import type { PageOptions } from "./page.ts";

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

export type ObservedCall = {
  readonly method: string;
  readonly route: string;
  /** The ticket it is about, if it names one. */
  readonly ticketId: number | null;
  /** What the client called it in `X-Request-Id`. */
  readonly requestId: string | null;
};

/** Who wants to know of each call and each write as it happens; a measurement that asked later would have to copy all. */
export type CallObserver = {
  /** A call has arrived. */
  call?(call: ObservedCall): void;
  /** A write was committed. */
  write?(record: WriteRecord): void;
};

/** What the helpdesk would have sent to somebody because an API call asked for it, or did not forbid it. */
export type OutgoingRecord = {
  readonly seq: number;
  readonly kind: "agent-notification" | "customer-email";
  readonly ticketId: number;
  readonly messageId: number | null;
  /** What asked for it, e.g. `notify=true`. */
  readonly because: string;
};

/** What happened at the API of one simulator, so that a test can count it. */
export class Records {
  readonly calls = new CallTimes();
  #seq = 0;
  #writes: WriteRecord[] = [];
  #outgoing: OutgoingRecord[] = [];
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

  request({ method, ticketId, writes }: FaultTarget, route: string, requestId: string | null): void {
    const key = `${method} ${route}`;
    this.#requests.set(key, (this.#requests.get(key) ?? 0) + 1);
    this.calls.called(writes);
    for (const observer of this.#observers) observer.call?.({ method, route, ticketId, requestId });
    this.#signal.changed();
  }

  /**
   * Records a committed write; the returned function says whether its answer was delivered, unless `lost` says from
   * the start that it will not be.
   */
  write(facts: WriteFacts, lost: boolean): (delivered: boolean) => void {
    this.#seq += 1;
    const seq = this.#seq;
    const record: WriteRecord = { seq, ...facts, delivered: lost ? false : null };
    this.#writes.push(record);
    for (const observer of this.#observers) observer.write?.(record);
    this.#signal.changed();
    return (delivered) => {
      // Numbered without gaps, so its place is known: looking for it cost more with every write that went before.
      const at = seq - (this.#writes[0]?.seq ?? seq);
      if (this.#writes[at] !== record || record.delivered !== null) return;
      this.#writes[at] = { ...record, delivered };
      this.#signal.changed();
    };
  }

  outgoing(facts: Omit<OutgoingRecord, "seq">): void {
    this.#outgoing.push({ seq: this.#outgoing.length + 1, ...facts });
  }

  writes(page: PageOptions = {}): WriteRecord[] {
    return pageOf(this.#writes, page, this.#writes[0]?.seq);
  }

  sent(page: PageOptions = {}): OutgoingRecord[] {
    return pageOf(this.#outgoing, page);
  }

  requests(): RequestCounts {
    return Object.fromEntries([...this.#requests].sort(([a], [b]) => a.localeCompare(b)));
  }

  clear(): void {
    this.#writes = [];
    this.#outgoing = [];
    this.#requests.clear();
    this.calls.clear();
    this.#signal.changed();
  }
}
