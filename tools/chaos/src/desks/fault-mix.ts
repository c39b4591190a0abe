import type { Side } from "@ticket-bridge/helpdesk";
import type { FaultPlan, FaultSpec } from "@ticket-bridge/simulators";

/** A fault by chance, and the class under which it is counted. */
interface Mishap {
  readonly name: string;
  readonly chance: number;
  /** Only calls that make a message, or every call. */
  readonly meets: "new messages" | "every call";
  readonly fault: FaultSpec;
}

const newMessage: Readonly<Record<Side, string>> = {
  superoffice: "/api/v1/TicketMessage",
  requestor: "/api/Tickets/NewMessage",
};

/** How late a late commit may be at most; the settle time of the bridge must be longer, or its promise is void. */
const latestCommitMs = 1_500;

const mishaps: readonly Mishap[] = [
  write("answer lost after the commit", 0.07, { kind: "reset-after-commit" }),
  write("connection lost before the commit", 0.04, { kind: "reset-before-commit" }),
  write("committed late, connection lost", 0.05, { kind: "late-commit", ms: latestCommitMs, reset: true }),
  write("committed a little late, connection lost", 0.03, { kind: "late-commit", ms: 400, reset: true }),
  write("committed, then 502", 0.03, { kind: "status", status: 502, point: "after-commit" }),
  write("committed, then a sign-in page", 0.02, { kind: "html-instead-of-json", point: "after-commit" }),
  write("503 before the commit", 0.03, { kind: "status", status: 503, retryAfter: 1 }),
  write("429 with Retry-After", 0.02, { kind: "status", status: 429, retryAfter: 1 }),
  write("slow: half a second", 0.06, { kind: "latency", ms: 500 }),
  call("slow: a tenth of a second", 0.15, { kind: "latency", ms: 100 }),
  call("connection lost on a read", 0.02, { kind: "reset-before-commit" }, "GET"),
  call("502 on a read", 0.02, { kind: "status", status: 502 }, "GET"),
  call("401", 0.01, { kind: "unauthorized" }),
];

/**
 * Calls that hang until the bridge gives up after half a minute, or is killed. Apart, because a run with them has to
 * wait that long in the end.
 */
const hangs: readonly Mishap[] = [
  write("committed, never answered", 0.015, { kind: "timeout-after-commit" }),
  write("committed late, never answered", 0.015, { kind: "late-commit", ms: latestCommitMs }),
];

/** The faults of one helpdesk, and how many of each class were met. */
export class FaultMix {
  readonly #plan: FaultPlan;
  readonly #mishaps: readonly (Mishap & { readonly side: Side })[];
  readonly #names = new Map<number, string>();
  readonly #met = new Map<string, number>();

  constructor(side: Side, plan: FaultPlan, options: { hangs: boolean }) {
    this.#plan = plan;
    this.#mishaps = [...mishaps, ...(options.hangs ? hangs : [])].map((mishap) => ({ ...mishap, side }));
  }

  unleash(): void {
    for (const { name, chance, meets, fault, side } of this.#mishaps) {
      const match = meets === "new messages" ? { method: "POST", path: newMessage[side] } : fault.match;
      const spec: FaultSpec = { ...fault, ...(match && { match }), probability: chance, times: "always" };
      this.#names.set(this.#plan.add(spec), name);
    }
  }

  calm(): void {
    for (const [name, hits] of this.#standing()) this.#met.set(name, (this.#met.get(name) ?? 0) + hits);
    this.#names.clear();
    this.#plan.clear();
  }

  met(): Map<string, number> {
    const met = new Map(this.#met);
    for (const [name, hits] of this.#standing()) met.set(name, (met.get(name) ?? 0) + hits);
    return met;
  }

  #standing(): [string, number][] {
    return this.#plan.list().flatMap(({ id, hits }) => {
      const name = this.#names.get(id);
      return name === undefined ? [] : [[name, hits] as [string, number]];
    });
  }
}

function write(name: string, chance: number, fault: FaultSpec): Mishap {
  return { name, chance, meets: "new messages", fault };
}

function call(name: string, chance: number, fault: FaultSpec, method?: string): Mishap {
  return { name, chance, meets: "every call", fault: method === undefined ? fault : { ...fault, match: { method } } };
}
