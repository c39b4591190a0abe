import type { Desk } from "../desks/desk.ts";

export const mishapKinds = ["lose-answer", "down"] as const;
export type MishapKind = (typeof mishapKinds)[number];

export interface MishapView {
  /** `armed`: the next write will be stored and its answer cut off. */
  readonly answer: "fine" | "armed" | "lost";
  /** When an answer was last lost, ISO 8601 UTC. */
  readonly lostAt: string | null;
  /** Until when the helpdesk answers 503 only, ISO 8601 UTC; null when it is up. */
  readonly downUntil: string | null;
}

const downMs = 10_000;

/** What visitors may do to one helpdesk, to see that nothing is lost and nothing doubled. */
export class Mishaps {
  readonly #desk: Desk;
  readonly #changed: () => void;
  #armed: number | null = null;
  #lostAt: string | null = null;
  #down: { fault: number; until: string; timer: NodeJS.Timeout } | null = null;

  constructor(desk: Desk, changed: () => void) {
    this.#desk = desk;
    this.#changed = changed;
  }

  /** Does nothing when it is happening already. */
  start(kind: MishapKind): void {
    if (kind === "lose-answer") this.#armed ??= this.#loseNextAnswer();
    else this.#down ??= this.#takeDown();
    this.#changed();
  }

  view(): MishapView {
    this.#noticeLoss();
    const answer = this.#armed !== null ? "armed" : this.#lostAt !== null ? "lost" : "fine";
    return { answer, lostAt: this.#lostAt, downUntil: this.#down?.until ?? null };
  }

  stop(): void {
    clearTimeout(this.#down?.timer);
  }

  #loseNextAnswer(): number {
    const match = { method: "POST", path: this.#desk.writePath };
    return this.#desk.faults.add({ kind: "reset-after-commit", match });
  }

  #noticeLoss(): void {
    if (this.#armed === null || this.#desk.faults.list().some(({ id }) => id === this.#armed)) return;
    this.#armed = null;
    this.#lostAt = new Date().toISOString();
  }

  #takeDown() {
    const fault = this.#desk.faults.add({ kind: "status", status: 503, body: "html", times: "always" });
    const timer = setTimeout(() => {
      this.#desk.faults.clear(fault);
      this.#down = null;
      this.#changed();
    }, downMs);
    return { fault, until: new Date(Date.now() + downMs).toISOString(), timer };
  }
}
