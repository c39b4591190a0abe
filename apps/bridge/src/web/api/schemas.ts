import { directions, readMessageId, readTicketId, sides } from "@ticket-bridge/helpdesk";
import { creationStates, mirrorKinds, mirrorStates } from "@ticket-bridge/sync";
import { z } from "zod";

import { alarmView, backfillAnswer, backfillBody, reportLineView, watcherName } from "@ticket-bridge/assembly";

/** The schemas that the API document names; what is not registered stands there in place. */
export const namedSchemas = z.registry<{ id: string }>();

export function named<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  namedSchemas.add(schema, { id });
  return schema;
}

const largestId = 2n ** 63n - 1n;
const fitsDatabase = (id: string) => BigInt(id) <= largestId;

/** A whole number as a number or as text: helpdesk ids stand as text in answers, and people paste them. */
const wholeNumber = z.union([z.number(), z.string()], { error: "must be a whole number above 0" });

const ticketId = wholeNumber.transform((value, context) => {
  const id = readTicketId(value);
  if (id !== null && fitsDatabase(id)) return id;
  context.addIssue("must be a whole number above 0");
  return z.NEVER;
});

const messageId = wholeNumber.transform((value, context) => {
  const id = readMessageId(value);
  if (id !== null && fitsDatabase(id)) return id;
  context.addIssue("must be a whole number above 0");
  return z.NEVER;
});

/** An id of our own rows. */
const rowId = z
  .string()
  .refine((id) => /^[1-9]\d{0,18}$/.test(id) && fitsDatabase(id), "must be an id that the bridge gave");

const side = named("Side", z.enum(sides, { error: `must be ${sides.join(" or ")}` }));
const direction = named("Direction", z.enum(directions));
const state = named("MirrorState", z.enum(mirrorStates, { error: `must be one of ${mirrorStates.join(", ")}` }));
const creationState = named(
  "TicketCreationState",
  z.enum(creationStates, { error: `must be one of ${creationStates.join(", ")}` }),
);
const kind = named("MirrorKind", z.enum(mirrorKinds));
export const time = z.iso.datetime().meta({ description: "UTC" });
const count = z.int().nonnegative();
export const sentence = z.string();

export const requests = {
  newLink: named(
    "NewLink",
    z.strictObject({
      superofficeTicketId: ticketId,
      requestorTicketId: ticketId,
      from: z
        .enum(["now", "start"], { error: "must be now or start" })
        .default("now")
        .meta({ description: "now: messages that exist already do not cross; start: all do" }),
    }),
  ),
  linkChange: named("LinkChange", z.strictObject({ paused: z.boolean({ error: "must be true or false" }) })),
  skip: named(
    "Skip",
    z.strictObject({
      reason: z
        .string({ error: "must be a sentence that says why" })
        .trim()
        .min(1, "must be a sentence that says why")
        .max(500, "must have at most 500 characters"),
    }),
  ),
  adopt: named("Adopt", z.strictObject({ targetMessageId: messageId })),
  adoptTicket: named("AdoptTicket", z.strictObject({ targetTicketId: ticketId })),
  backfill: named("NewBackfill", backfillBody),
  resumeBackfill: named(
    "ResumeBackfill",
    z.strictObject({
      prepareOnly: z
        .boolean({ error: "must be true or false" })
        .default(false)
        .meta({ description: "Makes the list and the plan only" }),
      watcher: watcherName.optional(),
    }),
  ),
};

export const parameters = {
  rowId: z.object({ id: rowId }),
  side: z.object({ side }),
  backfill: z.object({
    id: z.string().regex(/^(dry-[0-9a-f-]{36}|[1-9]\d{0,18})$/, "must be an id that the bridge gave"),
  }),
};

export const pageQuery = {
  cursor: rowId.optional().meta({ description: "nextCursor of the page before" }),
  limit: z.coerce
    .number({ error: "must be a whole number from 1 to 200" })
    .int("must be a whole number from 1 to 200")
    .min(1, "must be a whole number from 1 to 200")
    .max(200, "must be a whole number from 1 to 200")
    .default(50),
};

export const queries = {
  links: z.strictObject(pageQuery),
  backfills: z.strictObject(pageQuery),
  watcher: z.strictObject({ watcher: watcherName.optional() }),
  mirrors: z.strictObject({
    state: state.optional(),
    linkId: rowId.optional(),
    side: side.optional().meta({ description: "The source side" }),
    ...pageQuery,
  }),
  creations: z.strictObject({
    state: creationState.optional(),
    side: side.optional().meta({ description: "The source side" }),
    ...pageQuery,
  }),
};

const lane = named(
  "Lane",
  z.object({
    direction,
    pending: count,
    uncertain: count,
    held: count,
    mirrored: count,
    skipped: count,
    reason: sentence.nullable().meta({ description: "Why the lane waits or is stopped; null when it runs" }),
    stopped: z.boolean(),
  }),
);

const link = named(
  "Link",
  z.object({
    id: z.string(),
    superofficeTicketId: z.string(),
    requestorTicketId: z.string(),
    superofficeTitle: z.string(),
    requestorTitle: z.string(),
    requestorRef: z.string().nullable(),
    paused: z.boolean(),
    createdAt: time,
    lanes: z.array(lane),
  }),
);

const place = named("MessagePlace", z.object({ side, ticketId: z.string(), messageId: z.string() }));

const mirrorFields = {
  id: z.string(),
  linkId: z.string(),
  direction,
  kind,
  revision: count.meta({ description: "1: the message itself; later ones are what its source became" }),
  source: place,
  target: place.nullable(),
  state,
  reason: sentence.nullable(),
  attempts: count,
  correlationId: z.string(),
  capturedAt: time,
  sourceCreatedAt: time.nullable(),
  sentAt: time.nullable(),
  mirroredAt: time.nullable(),
  updatedAt: time,
};
const mirror = named("Mirror", z.object(mirrorFields));
const mirrorWithTrace = named(
  "MirrorWithTrace",
  z.object({
    ...mirrorFields,
    previous: z.string().nullable().meta({ description: "Of an edit: the text that it replaces" }),
    losses: z.array(sentence).meta({ description: "What could not be carried" }),
    attachments: z
      .array(
        z.object({
          sourceId: z.string().nullable(),
          targetId: z.string().nullable().meta({ description: "null in Requestor, which does not tell" }),
          name: z.string(),
          contentType: z.string().nullable(),
          size: z.number().nullable(),
          sha256: z.string().nullable(),
          state: z.enum(["created", "ready", "lost"]),
          reason: z.string().nullable().meta({ description: "Why it was not carried" }),
        }),
      )
      .meta({ description: "The message's attachments as far as they were looked at" }),
    trace: z.array(z.object({ at: time, what: z.string(), detail: sentence })),
  }),
);

const ticketPlace = named("TicketPlace", z.object({ side, ticketId: z.string() }));

const creation = named(
  "TicketCreation",
  z.object({
    id: z.string(),
    source: ticketPlace,
    target: ticketPlace.nullable(),
    state: creationState,
    reason: sentence.nullable(),
    attempts: count,
    learnedAt: time,
    updatedAt: time,
  }),
);

const sideStatus = named(
  "SideStatus",
  z.object({
    reachable: z.boolean().nullable().meta({ description: "null while paused, because it is not asked" }),
    paused: z.boolean(),
    lastSuccess: time.nullable(),
    lastFailure: time.nullable(),
    trouble: sentence.nullable().meta({ description: "What is wrong with the helpdesk; null while it works" }),
    editsFoundLate: sentence.nullable().meta({
      description:
        "Why an edit without a webhook is found only when its ticket is next read, within the hour: SuperOffice refuses the bridge its list of changed messages; null where nothing is known to hinder it, and in Requestor, where edits are found as quickly as new messages",
    }),
    rateBudget: z.object({
      perSecond: z.number(),
      burstSeconds: z.number(),
      concurrency: count,
    }),
    quietTicketSeenWithinSeconds: z
      .number()
      .nullable()
      .meta({ description: "How long a message may wait without any webhook; null while paused" }),
  }),
);

export const auditFigures = {
  parity: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .meta({ description: "Messages that agree over messages that should; null while none should" }),
  should: count.meta({ description: "Messages that should stand on both sides by now" }),
  agree: count,
  waiting: count.meta({ description: "Messages on their way, which count as neither" }),
  classes: z.object({ same: count, "only-source": count, "only-target": count, differs: count, error: count }),
};

export const auditTotals = named(
  "AuditTotals",
  z.object({
    ...auditFigures,
    links: count,
    audited: count.meta({ description: "Links that were compared at least once" }),
    oldestAudited: time.nullable().meta({ description: "When the link was compared that was compared longest ago" }),
  }),
);

const alarm = named("Alarm", alarmView);

const status = named(
  "Status",
  z.object({
    version: z.string(),
    mode: z.enum(["mirror", "observe"]),
    bridgeId: z.string(),
    sides: z.object({ superoffice: sideStatus, requestor: sideStatus }),
    counts: z.object(
      Object.fromEntries(mirrorStates.map((each) => [each, count])) as Record<
        (typeof mirrorStates)[number],
        typeof count
      >,
    ),
    oldestWaitingSeconds: z.number().nonnegative(),
    links: count,
    audit: auditTotals,
    alarms: z
      .array(alarm)
      .meta({ description: "While one stands nothing public is written, until it is acknowledged" }),
    lanes: z
      .array(z.object({ linkId: z.string(), direction, stopped: z.boolean(), reason: sentence }))
      .meta({ description: "Lanes that wait or are stopped, with the reason; at most 20" }),
    attention: z
      .array(mirror)
      .meta({ description: "The newest messages that need a person or are uncertain; at most 20" }),
    ticketAttention: z
      .array(creation)
      .meta({ description: "The newest ticket creations that need a person or are uncertain; at most 20" }),
  }),
);

const problem = named(
  "Problem",
  z.object({
    type: z.string(),
    title: z.string(),
    status: count,
    detail: sentence,
    field: z.string().optional().meta({ description: "The first faulty field" }),
    errors: z.array(z.object({ field: z.string(), detail: sentence })).optional(),
    requestId: z.string(),
  }),
);

const backfill = named("Backfill", backfillAnswer);

export const answers = {
  link,
  linkPage: named("LinkPage", z.object({ items: z.array(link), nextCursor: z.string().nullable() })),
  mirror,
  mirrorWithTrace,
  mirrorPage: named("MirrorPage", z.object({ items: z.array(mirror), nextCursor: z.string().nullable() })),
  creation,
  creationPage: named("TicketCreationPage", z.object({ items: z.array(creation), nextCursor: z.string().nullable() })),
  status,
  backfill,
  backfillPage: named("BackfillPage", z.object({ items: z.array(backfill), nextCursor: z.string().nullable() })),
  reportPage: named(
    "BackfillReportPage",
    z.object({ items: z.array(named("BackfillReportLine", reportLineView)), nextCursor: z.string().nullable() }),
  ),
  sideStanding: named("SideStanding", z.object({ side, paused: z.boolean() })),
  problem,
};
