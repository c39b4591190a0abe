import type { Clock } from "../ports/clock.ts";
import type { BackfillProgress, BackfillWatch } from "./words.ts";

const everyMs = 1_000;
/** The rate is that of the last half minute. */
const windowMs = 30_000;

/** Counts what a planning or a run has done, and tells it about once a second. */
export class Progress {
  readonly #clock: Clock;
  readonly #watch: BackfillWatch;
  readonly #runId: string | null;
  #phase: BackfillProgress["phase"] = "planning";
  #total: { tickets: number | null; messages: number | null } = { tickets: null, messages: null };
  #samples: { at: number; messages: number }[] = [];
  ticketsDone = 0;
  /** Of tickets that came to their end. */
  messagesDone = 0;
  /** Of tickets that are worked on. */
  messagesUnderWay = 0;
  held = 0;
  failed = 0;
  current: string | null = null;
  waiting: string | null = null;

  constructor(clock: Clock, watch: BackfillWatch, runId: string | null) {
    this.#clock = clock;
    this.#watch = watch;
    this.#runId = runId;
  }

  begin(phase: BackfillProgress["phase"], total: { tickets: number | null; messages: number | null }): void {
    this.#phase = phase;
    this.#total = total;
    this.#samples = [];
  }

  /** Tells until it is done. */
  async run(done: AbortSignal): Promise<void> {
    while (!done.aborted) {
      this.tell();
      await this.#clock.sleep(everyMs, done);
    }
    this.tell();
  }

  tell(): void {
    const now = this.#clock.monotonic();
    const messages = this.messagesDone + this.messagesUnderWay;
    this.#samples = [...this.#samples.filter(({ at }) => at >= now - windowMs), { at: now, messages }];
    const perSecond = this.#rate();
    const left = this.#total.messages === null ? null : Math.max(0, this.#total.messages - messages);
    this.#watch.onProgress?.({
      runId: this.#runId,
      phase: this.#phase,
      ticketsDone: this.ticketsDone,
      ticketsTotal: this.#total.tickets,
      messagesDone: messages,
      messagesTotal: this.#total.messages,
      held: this.held,
      failed: this.failed,
      perSecond,
      etaSeconds: left === null || perSecond === 0 ? null : Math.ceil(left / perSecond),
      current: this.current,
      waiting: this.waiting,
    });
  }

  #rate(): number {
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.at === first.at) return 0;
    return Math.max(0, ((last.messages - first.messages) * 1_000) / (last.at - first.at));
  }
}
