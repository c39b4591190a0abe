import { FaultTally } from "./fault-tally.ts";

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
 * What goes wrong. `latency`, `reset-before-commit`, `timeout-before-commit`, `status`, `html-instead-of-json`, `unauthorized` and `offline`
 * happen before anything is stored (`status` and `html-instead-of-json` also after it, with `point: "after-commit"`);
 * the others happen when the write is stored.
 */
export type FaultSpec = Common &
  (
    | { kind: "latency"; ms: number }
    | { kind: "reset-before-commit" }
    | { kind: "reset-after-commit" }
    /** Neither stored nor answered: the connection stays open until the client leaves, or for `ms`. */
    | { kind: "timeout-before-commit"; ms?: number }
    /** Stored, but never answered: the connection stays open until the client leaves, or for `ms`. */
    | { kind: "timeout-after-commit"; ms?: number }
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
export type FaultTarget = {
  method: string;
  path: string;
  ticketId: number | null;
  /** Whether it is a call that stores something. */
  writes: boolean;
  /** A file that the helpdesk's web site hands out: no call of the API, but a mix and an outage hit it all the same. */
  download?: boolean;
};

const KINDS: readonly string[] = [
  "latency",
  "reset-before-commit",
  "reset-after-commit",
  "timeout-before-commit",
  "timeout-after-commit",
  "status",
  "html-instead-of-json",
  "unauthorized",
  "offline",
  "late-commit",
] satisfies FaultKind[];

/** The faults that stand, in the order in which they were added, and after them those of the mix and of an outage. */
export class FaultPlan {
  #nextId = 1;
  #standing: { id: number; hits: number; spec: FaultSpec }[] = [];
  readonly #random: () => number;
  readonly #tally: FaultTally;
  #mix: ((target: FaultTarget) => FaultSpec[]) | null = null;
  #outage: FaultSpec | null = null;

  constructor(random: () => number = Math.random, tally: FaultTally = new FaultTally()) {
    this.#random = random;
    this.#tally = tally;
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
    return this.#outage?.kind === "offline" || this.#standing.some(({ spec }) => spec.kind === "offline");
  }

  /** What is asked for every API call and download that no standing fault broke; null ends it. */
  mixIn(mix: ((target: FaultTarget) => FaultSpec[]) | null): void {
    this.#mix = mix;
  }

  /** What every API call and download meets while an outage lasts, before all else. It is not tallied: the outage is, once. */
  outage(spec: FaultSpec | null): void {
    this.#outage = spec;
  }

  /** The faults this call meets: every matching latency and at most one other, which are thereby used once. */
  take(target: FaultTarget): FaultSpec[] {
    const isOrdinary = matches({}, target) || target.download === true;
    if (this.#outage && isOrdinary) return [this.#outage];
    const met = this.#takeStanding(target);
    if (this.#mix && isOrdinary && met.every(({ kind }) => kind === "latency")) met.push(...this.#mix(target));
    for (const spec of met) this.#tally.call(target, spec);
    return met;
  }

  #takeStanding(target: FaultTarget): FaultSpec[] {
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
