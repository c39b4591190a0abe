import { type Direction, directions, sides } from "@ticket-bridge/helpdesk";
import * as fc from "fast-check";

const place = fc.nat({ max: 11 });
const side = fc.constantFrom(...sides);
const ticket = fc.integer({ min: 1, max: 3 });
const messages = fc.array(fc.record({ n: fc.nat({ max: 6 }), copy: fc.boolean() }), { maxLength: 4 });
const worker = fc.constantFrom<("store" | "other")[]>("store", "other");
const waitMs = fc.constantFrom(50_000, 150_000);

const change = fc.record({
  mirror: place,
  to: fc.constantFrom("sending", "mirrored", "mirrored", "skipped", "held", "uncertain", "pending"),
  target: fc.nat({ max: 6 }),
  settleMs: fc.constantFrom(0, 150_000),
  suspicion: fc.option(fc.constant("It says no.\0")),
  observed: fc.boolean(),
  inPlace: fc.constantFrom(true, false, false, false),
} as const);

const release = fc.oneof(
  fc.constant({ kind: "idle" } as const),
  fc.constant({ kind: "yield" } as const),
  fc.record({
    kind: fc.constant("again" as const),
    afterMs: waitMs,
    reason: fc.constant("Away."),
    counts: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("stopped" as const), afterMs: waitMs, reason: fc.constant("Gone.\0") }),
);

const ofRun = fc.constantFrom(false, false, true);
const history = fc.uniqueArray(
  fc.record({
    n: fc.nat({ max: 6 }),
    copy: fc.boolean(),
    target: fc.option(fc.nat({ max: 6 }), { freq: 2 }),
    held: fc.option(fc.constant("Look.\0"), { freq: 1 }),
  }),
  { maxLength: 3, selector: ({ n }) => n },
);

const kinds = {
  link: fc.record({ superoffice: ticket, requestor: ticket, present: fc.array(fc.nat({ max: 6 }), { maxLength: 2 }) }),
  unlink: fc.record({ link: place }),
  pauseLink: fc.record({ link: place, paused: fc.boolean() }),
  capture: fc.record({
    side,
    tickets: fc.array(fc.record({ ticket, messages, renamed: fc.boolean() }), { minLength: 1, maxLength: 2 }),
    feedNewest: fc.option(fc.nat({ max: 99 })),
    asPolled: fc.boolean(),
    readAgoMs: fc.constantFrom(0, 100_000),
  }),
  beginFeed: fc.record({ side, newest: fc.nat({ max: 99 }) }),
  lookAt: fc.record({ side, ticket, messages: fc.array(fc.nat({ max: 6 }), { maxLength: 3 }) }),
  captureChanges: fc.record({
    side,
    ticket,
    // Each message once.
    changes: fc.uniqueArray(
      fc.record({
        n: fc.nat({ max: 6 }),
        version: fc.constantFrom("v1", "v2"),
        standing: fc.constantFrom("there", "there", "there", "deleted", "elsewhere"),
        follow: fc.constantFrom(true, true, true, false),
        copy: fc.boolean(),
      } as const),
      { maxLength: 3, selector: ({ n }) => n },
    ),
  }),
  tellUnfollowed: fc.record({
    side,
    ticket,
    // Each message once, and only such as were captured as public.
    seen: fc.uniqueArray(
      fc.record({
        n: fc.constantFrom(0, 2, 4, 6),
        visibility: fc.constantFrom("public", "internal", null),
        version: fc.constantFrom("v1", "v2", null),
      } as const),
      { minLength: 4, maxLength: 4, selector: ({ n }) => n },
    ),
  }),
  feedStart: fc.record({ side }),
  claim: fc.record({
    worker,
    directions: fc.constantFrom<readonly Direction[]>(directions, directions, [directions[0]], [directions[1]], []),
    leaseMs: waitMs,
    unobserved: fc.boolean(),
    ofRun,
  }),
  load: fc.record({ worker, lease: place, limit: fc.constantFrom(20, 20, 2), unobserved: fc.boolean() }),
  wakeIdleLanes: fc.record({}),
  record: fc.record({ worker, lease: place, leaseMs: waitMs, changes: fc.array(change, { maxLength: 3 }) }),
  recordElsewhere: fc.record({ worker, lease: place, change }),
  work: fc.record({
    worker,
    directions: fc.constantFrom<readonly Direction[]>(directions, [directions[0]], [directions[1]]),
    meanwhile: fc.constantFrom("nothing", "capture", "resume", "retry", "passed"),
    changes: fc.array(change, { maxLength: 3 }),
    loadsAgain: fc.boolean(),
    ofRun,
    release,
  } as const),
  renew: fc.record({ worker, leaseMs: waitMs }),
  attach: fc.record({
    worker,
    lease: place,
    mirror: place,
    places: fc.uniqueArray(fc.nat({ max: 2 }), { maxLength: 3 }),
    state: fc.constantFrom("created", "ready", "lost"),
  }),
  release: fc.record({ worker, lease: place, release }),
  adoptRecognised: fc.record({ worker, mirror: place, target: fc.nat({ max: 6 }) }),
  retry: fc.record({ mirror: place }),
  skip: fc.record({ mirror: place }),
  adopt: fc.record({ mirror: place, target: fc.nat({ max: 6 }) }),
  getMirror: fc.record({ mirror: place }),
  standingOf: fc.record({ side, ticket, message: fc.nat({ max: 6 }) }),
  list: fc.record({
    state: fc.option(fc.constantFrom("pending", "mirrored", "held", "skipped")),
    side: fc.option(side),
    link: fc.option(place),
    limit: fc.constantFrom(1, 3),
  } as const),
  pauseSide: fc.record({ side, paused: fc.boolean() }),
  sideWorks: fc.record({
    side,
    works: fc.boolean(),
    wroteAgoMs: fc.option(fc.constantFrom(0, 100_000)),
    cause: fc.constantFrom("credentials", "unreachable"),
  }),
  write: fc.record({ side, agoMs: fc.constantFrom(0, 100_000) }),
  hint: fc.record({ side, tickets: fc.array(ticket, { maxLength: 2 }) }),
  claimPolls: fc.record({
    side,
    worker,
    leaseMs: waitMs,
    scheduled: fc.constantFrom(20, 0),
    intervals: fc.record({ activeMs: fc.constant(50_000), quietMs: waitMs }),
  }),
  leaveTurns: fc.record({ worker }),
  hurryActive: fc.record({ side, withinMs: waitMs }),
  postponePoll: fc.record({ side, link: place, afterMs: waitMs, reason: fc.option(fc.constant("Unreadable.")) }),
  clearPollTrouble: fc.record({ side, link: place }),
  makeAllPollsDue: fc.record({ side }),
  count: fc.record({}),
  learn: fc.record({ side, tickets: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }) }),
  workCreations: fc.record({
    worker,
    leaseMs: waitMs,
    target: fc.integer({ min: 3, max: 6 }),
    changes: fc.array(
      fc.constantFrom(
        "sending",
        "created",
        "uncertain",
        "pending",
        "waiting",
        "held",
        "skipped",
        "forgotten",
        "linked",
      ),
      { maxLength: 3 },
    ),
  } as const),
  operateCreation: fc.record({ row: place, act: fc.constantFrom("retry", "skip") } as const),
  createRun: fc.record({}),
  claimRun: fc.record({ worker, leaseMs: waitMs, begin: fc.boolean() }),
  listRun: fc.record({
    worker,
    freezes: fc.constantFrom(true, true, false),
    tickets: fc.array(
      fc.record({
        superoffice: ticket,
        requestor: fc.option(ticket),
        messages: fc.uniqueArray(fc.nat({ max: 6 }), { maxLength: 2 }),
        paired: fc.uniqueArray(fc.nat({ max: 6 }), { maxLength: 1 }),
        left: fc.option(fc.uniqueArray(fc.nat({ max: 6 }), { maxLength: 2 })),
        failure: fc.option(fc.constant("Merged.\0"), { freq: 1 }),
      }),
      { maxLength: 3 },
    ),
  }),
  carryTicket: fc.record({
    ...{ worker, link: place, place: fc.integer({ min: 1, max: 3 }), readAgoMs: fc.constantFrom(0, 100_000) },
    messages: fc.record({ superoffice: history, requestor: history }),
    frees: fc.boolean(),
  }),
  endTicket: fc.record({
    ...{ worker, place: fc.integer({ min: 1, max: 3 }), found: fc.boolean() },
    state: fc.constantFrom<("done" | "failed")[]>("done", "failed"),
  }),
  leaveRun: fc.record({
    worker,
    how: fc.constantFrom("ask", "discard", "renew", "nothing", "finished", "asked", "credentials", "unreachable"),
  } as const),
  wantCreation: fc.record({ worker, side, ticket: fc.integer({ min: 1, max: 5 }) }),
  askMap: fc.record({ side, ticket }),
  claimAudits: fc.record({ leaseMs: waitMs, notWithinMs: waitMs, crossedWithinMs: waitMs }),
  recordAudit: fc.record({ link: place, agree: fc.integer({ min: 0, max: 3 }), troubled: fc.boolean() }),
  releaseAudit: fc.record({ link: place }),
  recordLeaks: fc.record({ link: place, leaks: fc.nat({ max: 2 }) }),
  acknowledge: fc.record({}),
  relearn: fc.record({
    superoffice: ticket,
    requestor: ticket,
    present: fc.uniqueArray(fc.nat({ max: 6 }), { maxLength: 2 }),
    // One source has one first mirror, and a correction stands behind it.
    mirrors: fc.uniqueArray(
      fc.record({
        side,
        n: fc.nat({ max: 6 }),
        target: fc.nat({ max: 6 }),
        revision: fc.constantFrom(1, 1, 2),
        gone: fc.boolean(),
      }),
      { maxLength: 3, selector: ({ side: of, n, revision }) => `${of} ${n} ${revision}` },
    ),
  }),
  pass: fc.record({ milliseconds: fc.constantFrom(100_000, 300_000, 800_000) }),
};

export type Kind = keyof typeof kinds;
export type Given<Of extends Kind> = (typeof kinds)[Of] extends fc.Arbitrary<infer Value> ? Value : never;

/**
 * One call of the ports, or time passing, as plain numbers: which link, lane or mirror they mean is found out when the
 * call is made, so that a sequence stays meaningful when it is made shorter.
 *
 * Few tickets, few messages and few targets, so that calls meet. Waits are 50 or 150 seconds and time passes by 100, so
 * that what a database really takes never decides whether something is due. Claims take all that is due: which comes
 * first of what one statement made due is nobody's promise.
 */
export type Call<Of extends Kind = Kind> = { [One in Of]: { kind: One; given: Given<One> } }[Of];

/** Those that leave everything as it is to look at, and wake nobody. */
export const quietKinds: ReadonlySet<Kind> = new Set<Kind>([
  ...(["lookAt", "feedStart", "claim", "load", "renew", "getMirror", "standingOf", "list", "count", "askMap"] as const),
  ...(["claimPolls", "leaveTurns", "hurryActive", "pass"] as const),
]);

/** How much more often than once a call is made, because the others need it to have happened. */
const weights: Partial<Record<Kind, number>> = {
  link: 4,
  capture: 8,
  captureChanges: 6,
  tellUnfollowed: 6,
  work: 10,
  claim: 5,
  load: 3,
  record: 8,
  release: 4,
  attach: 2,
  adoptRecognised: 3,
  retry: 3,
  skip: 2,
  adopt: 3,
  claimPolls: 4,
  pass: 4,
  learn: 4,
  workCreations: 5,
  operateCreation: 2,
  createRun: 2,
  claimRun: 4,
  listRun: 3,
  carryTicket: 6,
  endTicket: 2,
  leaveRun: 2,
  recordLeaks: 2,
  relearn: 3,
};

export const calls: fc.Arbitrary<Call[]> = fc.array(
  fc.oneof(
    ...Object.entries(kinds).map(([kind, given]) => ({
      weight: weights[kind as Kind] ?? 1,
      arbitrary: (given as fc.Arbitrary<unknown>).map((value) => ({ kind, given: value }) as Call),
    })),
  ),
  { minLength: 1, maxLength: 60, size: "max" },
);
