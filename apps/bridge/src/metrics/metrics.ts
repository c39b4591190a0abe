import { directions, sides, type CallBudget, type Direction, type Side } from "@ticket-bridge/helpdesk";
import type { AuditStore, MirrorStore, SideStore } from "@ticket-bridge/sync";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

const seconds = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800];

export type HookOutcome = "accepted" | "test" | "refused";

/** What Prometheus reads at `/metrics`. Its own registry, so that two bridges in one process do not mix. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #latency: Histogram<"direction">;
  readonly #budgetWait: Histogram<"side">;
  readonly #hooks: Counter<"side" | "outcome">;

  constructor() {
    const registers = [this.#registry];
    this.#latency = new Histogram({
      name: "ticket_bridge_delivery_seconds",
      help: "From capture to the target's answer.",
      labelNames: ["direction"],
      buckets: seconds,
      registers,
    });
    this.#budgetWait = new Histogram({
      name: "ticket_bridge_budget_wait_seconds",
      help: "How long calls to a helpdesk waited for their turn; its count is the number of calls.",
      labelNames: ["side"],
      buckets: seconds,
      registers,
    });
    this.#hooks = new Counter({
      name: "ticket_bridge_webhooks_total",
      help: "Webhook calls received.",
      labelNames: ["side", "outcome"],
      registers,
    });
    collectDefaultMetrics({ register: this.#registry });
  }

  delivered(direction: Direction, latencyMs: number): void {
    this.#latency.observe({ direction }, latencyMs / 1_000);
  }

  hookReceived(side: Side, outcome: HookOutcome): void {
    this.#hooks.inc({ side, outcome });
  }

  /** The same budget, its waits measured. */
  measured(side: Side, budget: CallBudget): CallBudget {
    return {
      acquire: async (priority, signal) => {
        const done = this.#budgetWait.startTimer({ side });
        const giveBack = await budget.acquire(priority, signal);
        done();
        return giveBack;
      },
      pauseFor: (milliseconds) => budget.pauseFor(milliseconds),
    };
  }

  /** Adds what is asked from the store at each scrape; what cannot be asked then is left out. */
  watch(store: AuditStore & MirrorStore & SideStore, hintsWaiting: () => number): void {
    const registers = [this.#registry];
    const gauge = (name: string, help: string, label: string[], collect: (self: Gauge) => Promise<void>) =>
      new Gauge({
        name,
        help,
        labelNames: label,
        registers,
        async collect() {
          this.reset();
          // Nothing is known while the database is away; a labelled gauge is then left out by the reset.
          await collect(this).catch(() => (label.length === 0 ? this.set(Number.NaN) : undefined));
        },
      });
    // By the database: a mirror may be found by another lane or process than the one that sent it, or by none that lives.
    new Counter({
      name: "ticket_bridge_mirrored_total",
      help: "Messages that reached the other helpdesk; the same from every process of one database.",
      labelNames: ["direction"],
      registers,
      async collect() {
        const mirrored = await store.countMirrored().catch(() => null);
        this.reset();
        if (mirrored === null) return;
        for (const direction of directions) this.inc({ direction }, mirrored[direction]);
      },
    });
    gauge("ticket_bridge_mirrors", "Messages by state.", ["state"], async (self) => {
      for (const [state, count] of Object.entries(await store.countMirrors())) self.set({ state }, count);
    });
    gauge("ticket_bridge_oldest_waiting_seconds", "Age of the oldest undelivered message.", [], async (self) => {
      self.set(await store.oldestWaitingSeconds());
    });
    gauge("ticket_bridge_side_reachable", "1 when the last call to the helpdesk worked.", ["side"], async (self) => {
      for (const { side, trouble, lastSuccessAt } of await store.sideStandings()) {
        self.set({ side }, trouble === null && lastSuccessAt !== null ? 1 : 0);
      }
    });
    gauge("ticket_bridge_side_paused", "1 while the helpdesk is neither read nor written.", ["side"], async (self) => {
      const standings = await store.sideStandings();
      for (const side of sides) {
        self.set({ side }, standings.some((standing) => standing.side === side && standing.paused) ? 1 : 0);
      }
    });
    gauge(
      "ticket_bridge_parity_ratio",
      "Messages that agree on both sides over messages that should; NaN while none was compared.",
      [],
      async (self) => {
        const { agree, should } = await store.auditTotals();
        self.set(agree / should);
      },
    );
    gauge("ticket_bridge_audit_messages", "Compared messages by class.", ["class"], async (self) => {
      for (const [of, count] of Object.entries((await store.auditTotals()).classes)) self.set({ class: of }, count);
    });
    gauge(
      "ticket_bridge_alarms",
      "Alarms that nobody acknowledged; above 0 nothing public is written.",
      [],
      async (self) => {
        self.set((await store.standingAlarms()).length);
      },
    );
    gauge("ticket_bridge_hints_waiting", "Webhook hints kept in memory until they can be stored.", [], (self) => {
      self.set(hintsWaiting());
      return Promise.resolve();
    });
  }

  /** Prometheus' text format. */
  async text(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}
