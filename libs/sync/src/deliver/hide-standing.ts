import {
  canEditMessages,
  DeliveryError,
  sideName,
  sourceOf,
  targetOf,
  type Helpdesk,
  type Message,
  type MessageEditing,
  type MessageId,
  type Side,
  type TicketId,
} from "@ticket-bridge/helpdesk";
import { carriedHash, contentHash } from "@ticket-bridge/mapping";

import { callHelpdesk } from "../call-helpdesk.ts";
import { isRefusal } from "../decide/decide-outcome.ts";
import type { MirrorSoFar } from "../decide/decide-revision.ts";
import { cannotTakeBack, cannotTakeBackTicket, stillReadable } from "../decide/edit-texts.ts";
import { hidingHash } from "../decide/written-hash.ts";
import type { LaneMessage, TraceEvent } from "../ports/lane-store.ts";
import { beginAttempt } from "./begin-attempt.ts";
import { afterFailedAttempt } from "./failed-attempt.ts";
import { hold } from "./hold-message.ts";
import type { LaneRun, Turn } from "./lane-run.ts";
import { NotSentError } from "./not-sent-error.ts";
import { tellDecided } from "./tell-decided.ts";
import { writeOptions } from "./write-options.ts";

export interface ToHide {
  readonly target: Helpdesk | (Helpdesk & MessageEditing);
  /** Internal by now. */
  readonly message: Message;
  readonly mirror: MirrorSoFar;
  /** The mirror and its corrections as just read. */
  readonly all: readonly Message[];
  readonly isOurs: (standing: Message) => boolean;
  /** The mirror is changed in its place after this. */
  readonly inPlace: boolean;
}

/**
 * Hides what customers read of a message that is internal by now, corrections too, with the words that stand there: what
 * else the edit asks for may be refused, or wait for a person or a file (P3). Resolves to what stands there then, or to
 * the end of this turn where a call failed.
 */
export async function hideStanding(run: LaneRun, row: LaneMessage, hiding: ToHide): Promise<Turn | readonly Message[]> {
  const { target, all, message } = hiding;
  const { context, lane } = run;
  const open = openOnes(hiding);
  if (open.length === 0 || !canEditMessages(target) || isDoneByEdit(hiding)) return all;
  const hidden = all.map((one) => (open.includes(one) ? { ...one, visibility: "internal" as const } : one));
  if (context.settings.mode === "observe") return hidden;
  const left = new Set(open.map(({ id }) => id));
  let refused: FailedHiding | null = null;
  tellHiding(run, row, [...left]);
  let answer: Pick<TraceEvent, "requestId" | "status"> = {};
  for (const standing of open) {
    const requestId = await beginHiding(run, row, message, [standing.id]);
    try {
      answer = { requestId, status: await hide(run, row, { target, standing, requestId }) };
      left.delete(standing.id);
    } catch (error) {
      const isRefused = error instanceof DeliveryError && error.decision === "permanent" && error.fault === "message";
      if (!isRefused) return await failed(run, row, { error, requestId, message }, left);
      refused = { error, requestId, message };
    }
  }
  if (refused !== null) return await failed(run, row, refused, left);
  const detail = `Hidden from customers in ${sideName(target.side)}: message ${open.map(({ id }) => id).join(", ")}.`;
  // Each call was answered: nothing is uncertain when what follows fails before it is sent.
  const event = { what: "hidden", detail, ...answer };
  await lane.record({ to: "pending", mirrorId: row.mirrorId, reason: detail, event });
  return hidden;
}

/** What customers go on reading of an internal message where nothing is hidden now, so that a person has to. */
export function leftReadable(hiding: ToHide, retract: boolean): readonly Message[] {
  if (hiding.message.visibility !== "internal") return [];
  return retract ? readableOnes(hiding.all) : openOnes(hiding);
}

/** What customers read and the bridge may change: what a person named as the mirror may be that person's own message. */
function openOnes({ target, all, isOurs }: Pick<ToHide, "target" | "all" | "isOurs">): readonly Message[] {
  return canEditMessages(target) ? readableOnes(all).filter(isOurs) : [];
}

function readableOnes(all: readonly Message[]): readonly Message[] {
  return all.filter(({ visibility, deleted }) => visibility === "public" && !deleted);
}

/** One call is enough where the mirror says already what the edit would write, and brings nothing that could fail first. */
function isDoneByEdit({ target, message, mirror, all, isOurs, inPlace }: ToHide): boolean {
  const [only, ...more] = readableOnes(all);
  if (!inPlace || only?.id !== mirror.mirrorId || more.length + message.attachments.length > 0) return false;
  if (!canEditMessages(target) || !isOurs(only)) return false;
  const [, words] = mirror.carried?.split(" ") ?? [];
  return words === carriedHash(message).split(" ")[1] && mirror.written.has(contentHash(only.content));
}

interface HideOne {
  readonly target: Helpdesk & MessageEditing;
  readonly standing: Message;
}

function tellHiding(run: LaneRun, row: LaneMessage, messages: readonly MessageId[]): void {
  tellDecided(run, row, { place: { change: "hidden", messages }, visibility: "internal", source: "internal" });
}

async function beginHiding(
  run: LaneRun,
  row: LaneMessage,
  message: Message,
  ids: readonly MessageId[],
): Promise<string> {
  return await beginAttempt(run, row, {
    marker: "",
    contentHash: null,
    carriedHash: carriedHash(message),
    writtenHash: hidingHash(row.writtenHash),
    losses: [],
    detail: `Hiding message ${ids.join(", ")} in ${sideName(targetOf(run.lane.lease.direction))}.`,
  });
}

/** Resolves to the status of the answer. */
async function hide(
  run: LaneRun,
  row: LaneMessage,
  { target, standing, requestId }: HideOne & { readonly requestId: string },
): Promise<number> {
  const { id: messageId, content } = standing;
  const beforeReplace = (current: Message): void => {
    if (contentHash(current.content) === contentHash(content)) return;
    throw new NotSentError("Its mirror changed in this very moment.");
  };
  const change = { ticketId: run.lane.lease.targetTicketId, messageId, content, makeInternal: true };
  const options = writeOptions(run, row, { visibility: "internal", requestId });
  const write = () => target.updateMessage(change, { beforeReplace, ...options });
  return (await callHelpdesk(run.context, target, "write", write, row.mirrorId)).status;
}

interface RefusedRead {
  readonly error: unknown;
  /** What is internal by now; null where it was not read again since it was tried. */
  readonly message: Message | null;
  readonly mirror: MirrorSoFar;
}

/**
 * What is to be hidden may not even be read: a lane that stopped says nothing of customers who read on. Where it could be
 * hidden that counts as tried and refused, so that the alarm is raised too. Rethrows what is no refusal.
 */
export async function afterRefusedRead(
  run: LaneRun,
  row: LaneMessage,
  { error, message, mirror: { standing } }: RefusedRead,
): Promise<Turn> {
  const { context, lane } = run;
  if (!isRefusal(error) || context.settings.mode === "observe") throw error;
  const canHide = canEditMessages(context.helpdesks[targetOf(lane.lease.direction)]);
  if (message !== null && canHide) {
    tellHiding(run, row, standing);
    await beginHiding(run, row, message, standing);
  }
  return await failed(run, row, { error, requestId: row.correlationId, message }, new Set(standing));
}

interface FailedHiding {
  readonly error: unknown;
  readonly requestId: string;
  readonly message: Message | null;
}

async function failed(
  run: LaneRun,
  row: LaneMessage,
  { error, requestId, message }: FailedHiding,
  left: ReadonlySet<MessageId>,
): Promise<Turn> {
  run.copies.forget(row.sourceMessageId);
  const asHeld = message === null ? {} : { carriedHash: carriedHash(message) };
  return await afterFailedAttempt(run, row, error, { requestId, first: notHidden(run, [...left]), ...asHeld });
}

/** What a person has to know first of an edit that could not hide these. */
export function notHidden({ lane }: LaneRun, ids: readonly MessageId[]): string {
  const { direction } = lane.lease;
  return stillReadable(sourceOf(direction), targetOf(direction), ids);
}

/** What customers read is to be hidden where no call can: a person does it. Null where they read nothing. */
export async function holdReadable(run: LaneRun, row: LaneMessage, hiding: ToHide): Promise<Turn | null> {
  const readable = readableOnes(hiding.all).map(({ id }) => id);
  if (readable.length === 0 || isDoneByEdit(hiding)) return null;
  const hash = carriedHash(hiding.message);
  const { direction, sourceTicketId, targetTicketId } = run.lane.lease;
  const [from, to] = [sourceOf(direction), targetOf(direction)];
  const ofMessage = cannotTakeBack(from, to, readable);
  if (!(await isTicketInternal(run, row))) return hold(run, row, ofMessage, { carriedHash: hash });
  const tickets = { [from]: sourceTicketId, [to]: targetTicketId } as Record<Side, TicketId>;
  return hold(run, row, cannotTakeBackTicket(from, to, tickets), { carriedHash: hash }, ofMessage);
}

/** Whether it is the whole ticket of the source; what is refused to be read must not keep from a person what customers read. */
async function isTicketInternal({ context, lane }: LaneRun, { correlationId }: LaneMessage): Promise<boolean> {
  const { direction, sourceTicketId } = lane.lease;
  const desk = context.helpdesks[sourceOf(direction)];
  try {
    const read = { correlationId, signal: context.calls };
    const ticket = await callHelpdesk(context, desk, "read", () => desk.readTicket(sourceTicketId, read));
    return ticket?.visibility === "internal";
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}
