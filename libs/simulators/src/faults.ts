/** Which calls a fault hits. Everything that is given must match; an empty match hits every API call. */
export type FaultMatch = {
  method?: string;
  /** A prefix of the path (without the tenant), or the source of a regular expression over it; case is ignored. */
  path?: string;
  ticketId?: number;
};

type Common = {
  match?: FaultMatch;
  /** How many calls it hits before it is spent; default 1. */
  times?: number | "always";
  /** Chance per matching call, 0 to 1; default 1. A call that is spared does not count for `times`. */
  probability?: number;
};

export type StatusBody = "html" | "json" | "empty" | "own-error";

/**
 * What goes wrong. `latency`, `reset-before-commit`, `status`, `html-instead-of-json`, `unauthorized` and `offline`
 * happen before anything is stored (`status` and `html-instead-of-json` also after it, with `point: "after-commit"`);
 * the others happen when the write is stored.
 */
export type FaultSpec = Common &
  (
    | { kind: "latency"; ms: number }
    | { kind: "reset-before-commit" }
    | { kind: "reset-after-commit" }
    /** Stored, but never answered: the connection stays open until the client leaves. */
    | { kind: "timeout-after-commit" }
    | {
        kind: "status";
        status: number;
        body?: StatusBody;
        /** Seconds or an HTTP date. */
        retryAfter?: number | string;
        point?: "before-commit" | "after-commit";
      }
    | { kind: "html-instead-of-json"; point?: "before-commit" | "after-commit" }
    /** 401; with `expireTickets` every issued credential ticket is dead afterwards as well. */
    | { kind: "unauthorized"; expireTickets?: boolean }
    /** The tenant is being maintained: 503 with HTML; the state API says so while the fault stands (`times: "always"`). */
    | { kind: "offline"; retryAfter?: number | string }
    /** Stored `ms` after the client has gone and never answered; with `reset` the simulator cuts the connection itself. */
    | { kind: "late-commit"; ms: number; reset?: boolean }
  );

export type FaultKind = FaultSpec["kind"];
export type StandingFault = FaultSpec & { readonly id: number; readonly hits: number };

/** What a fault can see of a call. */
export type FaultTarget = { method: string; path: string; ticketId: number | null };

const KINDS: readonly string[] = [
  "latency",
  "reset-before-commit",
  "reset-after-commit",
  "timeout-after-commit",
  "status",
  "html-instead-of-json",
  "unauthorized",
  "offline",
  "late-commit",
] satisfies FaultKind[];

/** The faults that stand, in the order in which they were added. */
export class FaultPlan {
  #nextId = 1;
  #standing: { id: number; hits: number; spec: FaultSpec }[] = [];
  readonly #random: () => number;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** Adds a fault and returns its number. Throws a TypeError for an unknown kind or an impossible pattern. */
  add(spec: FaultSpec): number {
    if (!KINDS.includes(spec.kind)) throw new TypeError(`Unknown fault kind: ${String(spec.kind)}`);
    if (spec.match?.path !== undefined) pathPattern(spec.match.path);
    const id = this.#nextId;
    this.#nextId += 1;
    this.#standing.push({ id, hits: 0, spec });
    return id;
  }

  /** Removes one fault, or all of them. */
  clear(id?: number): void {
    this.#standing = id === undefined ? [] : this.#standing.filter((fault) => fault.id !== id);
  }

  list(): StandingFault[] {
    return this.#standing.map(({ id, hits, spec }) => ({ ...spec, id, hits }));
  }

  get offline(): boolean {
    return this.#standing.some(({ spec }) => spec.kind === "offline");
  }

  /** The faults this call meets: every matching latency and at most one other, which are thereby used once. */
  take(target: FaultTarget): FaultSpec[] {
    const met: FaultSpec[] = [];
    for (const fault of [...this.#standing]) {
      const broken = met.some(({ kind }) => kind !== "latency");
      if (broken && fault.spec.kind !== "latency") continue;
      if (!matches(fault.spec.match ?? {}, target)) continue;
      if (fault.spec.probability !== undefined && this.#random() >= fault.spec.probability) continue;
      fault.hits += 1;
      met.push(fault.spec);
      const times = fault.spec.times ?? 1;
      if (times !== "always" && fault.hits >= times) this.clear(fault.id);
    }
    return met;
  }
}

function matches(match: FaultMatch, target: FaultTarget): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== target.method.toUpperCase()) return false;
  if (match.ticketId !== undefined && match.ticketId !== target.ticketId) return false;
  if (match.path === undefined) return target.path.toLowerCase().startsWith("/api/") && !isStateApi(target.path);
  const prefix = target.path.toLowerCase().startsWith(match.path.toLowerCase());
  return prefix || pathPattern(match.path).test(target.path);
}

/** The state API answers while a tenant is down, and is hit only by a fault that names it. */
function isStateApi(path: string): boolean {
  return path.toLowerCase().startsWith("/api/state/");
}

function pathPattern(source: string): RegExp {
  try {
    return new RegExp(source, "i");
  } catch (cause) {
    throw new TypeError(`Not a path prefix or pattern: ${source}`, { cause });
  }
}
