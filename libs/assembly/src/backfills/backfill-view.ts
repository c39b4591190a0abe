import { createHash } from "node:crypto";

import { sides } from "@ticket-bridge/helpdesk";
import {
  backfillStates,
  outlineOf,
  reportClasses,
  type Backfill,
  type BackfillOptions,
  type BackfillOutline,
  type BackfillPlan,
  type BackfillProgress,
  type ReportLine,
} from "@ticket-bridge/sync";
import { z } from "zod";

const count = z.int().nonnegative();
const time = z.iso.datetime().meta({ description: "UTC" });
const sentence = z.string();
const bySide = z.object({ superoffice: count, requestor: count });
const ticketOfRun = { superofficeTicketId: z.string().nullable(), requestorTicketId: z.string().nullable() };

const backfillPlanView = z.object({
  tickets: bySide,
  messages: bySide,
  linked: count,
  toLink: count,
  toCreate: count,
  mirrored: count.meta({ description: "Messages that are mirrors or have one" }),
  toWrite: bySide.meta({ description: "Messages to be written on each side" }),
  toAdopt: count.meta({ description: "Messages that will be taken for mirrors" }),
  lookAlike: count.meta({ description: "Pairs that look like copies made by hand" }),
  skipped: z.array(z.object({ reason: sentence, count })),
  failed: z.array(z.object({ ...ticketOfRun, reason: sentence })).meta({ description: "The first of failedCount" }),
  failedCount: count.meta({ description: "Tickets that cannot be planned" }),
  calls: bySide,
  seconds: z.number().nonnegative().meta({ description: "How long it takes at the call budget" }),
  secondRunWrites: count.meta({ description: "What a second run would write; anything but 0 is a fault" }),
});

export const backfillProgressView = z.object({
  runId: z.string().nullable(),
  phase: z.enum(["planning", "running"]),
  ticketsDone: count,
  ticketsTotal: count.nullable(),
  messagesDone: count,
  messagesTotal: count.nullable(),
  held: count,
  failed: count,
  perSecond: z.number().nonnegative(),
  etaSeconds: z.number().nullable(),
  current: z.string().nullable(),
  waiting: sentence.nullable(),
});

export const reportLineView = z.object({
  class: z.enum(reportClasses),
  ...ticketOfRun,
  side: z.enum(sides).nullable(),
  messageId: z.string().nullable(),
  reason: sentence,
});

/** A run as people and programs are shown it: by the admin API, by the command and in the reports. */
export const backfillView = z.object({
  id: z.string(),
  state: z.enum(backfillStates),
  reason: sentence.nullable().meta({ description: "Why it is stopped" }),
  stopCause: z.enum(["asked", "credentials", "unreachable"]).nullable(),
  stopAsked: z.boolean(),
  carriedBy: z.object({ name: z.string(), since: time }).nullable().meta({ description: "The process at work on it" }),
  options: z.object({
    from: z.enum([...sides, "both"]),
    since: time.nullable(),
    until: time.nullable(),
    tickets: z.object({ kind: z.enum(["linked", "ids", "pairs"]), count: count.nullable() }),
    createTickets: z.boolean(),
    adopt: z.boolean(),
    maxRps: z.number().nullable(),
    concurrency: count,
  }),
  fingerprint: z.string().meta({ description: "The same for two runs that were begun with the same options" }),
  ticketsTotal: count.nullable(),
  plan: backfillPlanView.nullable(),
  result: z.object({
    ticketsDone: count,
    ticketsFailed: count,
    written: bySide,
    adopted: count,
    held: count,
    classes: z.object(
      Object.fromEntries(reportClasses.map((each) => [each, count])) as Record<
        (typeof reportClasses)[number],
        typeof count
      >,
    ),
  }),
  createdAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
});

export type BackfillView = z.output<typeof backfillView>;
export type BackfillPlanView = z.output<typeof backfillPlanView>;
export type BackfillProgressView = z.output<typeof backfillProgressView>;
export type ReportLineView = z.output<typeof reportLineView>;

export function viewOfBackfill(backfill: Backfill): BackfillView {
  const { id, state, reason, stopCause, stopAsked, carriedBy, options, ticketsTotal, plan, result } = backfill;
  return {
    ...{ id, state, reason, stopCause, stopAsked, ticketsTotal },
    carriedBy: carriedBy === null ? null : { name: carriedBy.name, since: iso(carriedBy.since) },
    options: viewOfOptions(options),
    fingerprint: fingerprintOfOutline(options),
    plan: plan === null ? null : viewOfPlan(plan),
    result: { ...result, written: { ...result.written }, classes: { ...result.classes } },
    createdAt: iso(backfill.createdAt),
    startedAt: isoOrNull(backfill.startedAt),
    finishedAt: isoOrNull(backfill.finishedAt),
  };
}

export function viewOfPlan(plan: BackfillPlan): BackfillPlanView {
  return structuredClone(plan) as BackfillPlanView;
}

export function viewOfProgress(progress: BackfillProgress): BackfillProgressView {
  return { ...progress };
}

export function viewOfReportLine(line: ReportLine): ReportLineView {
  return { ...line };
}

/** Tells whether a run was begun with these options, without carrying a list of a hundred thousand tickets around. */
export function fingerprintOf(options: BackfillOptions): string {
  return fingerprintOfOutline(outlineOf(options));
}

function fingerprintOfOutline(options: BackfillOutline): string {
  const { from, since, until, tickets, createTickets, adopt, maxRps, concurrency } = options;
  const work = [from, since, until, [tickets.kind, tickets.hash], createTickets, adopt, maxRps, concurrency];
  return createHash("sha256").update(JSON.stringify(work)).digest("hex").slice(0, 32);
}

function viewOfOptions(options: BackfillOutline): BackfillView["options"] {
  const { from, since, until, tickets, createTickets, adopt, maxRps, concurrency } = options;
  return {
    ...{ from, createTickets, adopt, maxRps, concurrency },
    since: isoOrNull(since),
    until: isoOrNull(until),
    tickets: { kind: tickets.kind, count: tickets.count },
  };
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : iso(at);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
