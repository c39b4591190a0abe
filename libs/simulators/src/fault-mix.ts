/** What can go wrong with one call, as the mix names it. */
const CALL_FAULTS = [
  "latency",
  "reset-before-commit",
  "reset-after-commit",
  "timeout-before-commit",
  "timeout-after-commit",
  "late-commit",
  "server-error",
  "error-after-commit",
  "too-many-requests",
  "html-instead-of-json",
  "unauthorized",
] as const;

const OUTAGES = ["refused", "hanging", "offline"] as const;
const WEBHOOK_FAULTS = ["lost", "duplicated", "delayed", "reordered"] as const;

export type CallFault = (typeof CALL_FAULTS)[number];
export type OutageKind = (typeof OUTAGES)[number];
export type WebhookFault = (typeof WEBHOOK_FAULTS)[number];

/** Chances from 0 to 1. */
type Chances<K extends string> = Partial<Record<K, number>>;
/** Milliseconds, from and to. */
export type Span = readonly [number, number];

export type FaultSpans = {
  latency: Span;
  /** From the cut connection to the commit. */
  lateCommit: Span;
  /** After which a call that is not answered is cut. */
  timeout: Span;
  outage: Span;
  /** From the taken id to the visible message. */
  lateVisible: Span;
  webhookDelay: Span;
  /** Between which the clock's skew steps. */
  clockSkew: Span;
};

/** Faults of every kind at random, by seed. What is not named has its default chance, times `intensity`. */
export type FaultMix = {
  seed: number;
  /** Factor on the default chances; default 1. With 0 only what is named happens. */
  intensity?: number;
  /** Per read, writes per call that stores something. */
  reads?: Chances<CallFault>;
  writes?: Chances<CallFault>;
  /** Per call, that an outage begins with it. */
  outages?: Chances<OutageKind>;
  /** Per message of a person, that it is visible only some time after its id was taken. */
  lateVisible?: number;
  /** Per webhook. */
  webhooks?: Chances<WebhookFault>;
  /** Per call, that the helpdesk's clock is set. */
  clockStep?: number;
  spans?: Partial<FaultSpans>;
};

export type SettledMix = Required<Omit<FaultMix, "intensity" | "spans">> & { spans: FaultSpans };

const READS: Chances<CallFault> = {
  latency: 0.05,
  "reset-before-commit": 0.01,
  "reset-after-commit": 0.01,
  "timeout-before-commit": 0.003,
  "server-error": 0.02,
  "too-many-requests": 0.005,
  "html-instead-of-json": 0.005,
  unauthorized: 0.003,
};

const WRITES: Chances<CallFault> = {
  latency: 0.05,
  "reset-before-commit": 0.02,
  "reset-after-commit": 0.04,
  "timeout-before-commit": 0.005,
  "timeout-after-commit": 0.01,
  "late-commit": 0.02,
  "server-error": 0.02,
  "error-after-commit": 0.02,
  "too-many-requests": 0.01,
  "html-instead-of-json": 0.005,
  unauthorized: 0.003,
};

const OUTAGE_CHANCES: Chances<OutageKind> = { refused: 0.0005, hanging: 0.0003, offline: 0.0005 };
const WEBHOOKS: Chances<WebhookFault> = { lost: 0.1, duplicated: 0.15, delayed: 0.1, reordered: 0.1 };
const LATE_VISIBLE = 0.1;
const CLOCK_STEP = 0.002;

const SPANS: FaultSpans = {
  latency: [10, 400],
  lateCommit: [100, 3000],
  timeout: [1000, 5000],
  outage: [300, 3000],
  lateVisible: [50, 3000],
  webhookDelay: [50, 3000],
  clockSkew: [-90_000, 90_000],
};

/** Fills in the defaults. Throws a TypeError for an unknown name, a chance outside 0 to 1 or a span turned round. */
export function settledMix(mix: FaultMix): SettledMix {
  if (!Number.isInteger(mix.seed)) throw new TypeError("A fault mix needs a whole number as its seed.");
  const factor = mix.intensity ?? 1;
  if (typeof factor !== "number" || !(factor >= 0)) throw new TypeError("intensity must be a number from 0 up.");
  return {
    seed: mix.seed,
    reads: chances(READS, mix.reads, factor, CALL_FAULTS),
    writes: chances(WRITES, mix.writes, factor, CALL_FAULTS),
    outages: chances(OUTAGE_CHANCES, mix.outages, factor, OUTAGES),
    lateVisible: chance(mix.lateVisible ?? LATE_VISIBLE * factor, "lateVisible"),
    webhooks: chances(WEBHOOKS, mix.webhooks, factor, WEBHOOK_FAULTS),
    clockStep: chance(mix.clockStep ?? CLOCK_STEP * factor, "clockStep"),
    spans: spans(mix.spans ?? {}),
  };
}

function chances<K extends string>(
  defaults: Chances<K>,
  given: Chances<K> | undefined,
  factor: number,
  names: readonly K[],
): Chances<K> {
  const unknown = Object.keys(given ?? {}).find((name) => !(names as readonly string[]).includes(name));
  if (unknown !== undefined) throw new TypeError(`Unknown fault in the mix: ${unknown}`);
  const settled: Chances<K> = {};
  for (const name of names) settled[name] = chance(given?.[name] ?? Math.min((defaults[name] ?? 0) * factor, 1), name);
  return settled;
}

function chance(value: number, name: string): number {
  if (typeof value !== "number" || !(value >= 0 && value <= 1)) {
    throw new TypeError(`The chance of ${name} must be from 0 to 1.`);
  }
  return value;
}

function spans(given: Partial<FaultSpans>): FaultSpans {
  for (const [name, span] of Object.entries(given)) {
    if (!(name in SPANS)) throw new TypeError(`Unknown span in the mix: ${name}`);
    const [from, to] = Array.isArray(span) ? (span as unknown[]) : [];
    if (typeof from !== "number" || typeof to !== "number" || from > to) {
      throw new TypeError(`The span ${name} must be two numbers, the smaller one first.`);
    }
  }
  return { ...SPANS, ...given };
}
