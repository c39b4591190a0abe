import { compareIds, directionFrom, type Content, type Message, type MessageId } from "@ticket-bridge/helpdesk";
import { composeMirror, lossInRecord, openingLine } from "@ticket-bridge/mapping";

import { callHelpdesk } from "../call-helpdesk.ts";
import { carriedOfFound } from "../decide/carried-of-found.ts";
import { decideDelivery } from "../decide/decide-delivery.ts";
import type { CreationRun } from "./creation-run.ts";

/** Messages of the beginning that may be passed over: bounces and automatic replies. */
const mostRead = 20;

/** What a new ticket begins with. */
export interface FirstMessage {
  readonly content: Content;
  /** The message whose mirror it is; null: it is none and says nothing of anybody's. */
  readonly mirrorOf: Message | null;
  /** Of that message as it is written; null without one. */
  readonly carriedHash: string | null;
  /** What of that message could not be carried, in sentences for the record. */
  readonly losses: readonly string[];
}

/** A ticket's messages, and the oldest of them where it was just read. */
interface Beginning {
  readonly messageIds: readonly MessageId[];
  readonly beginning: Message | null;
}

/**
 * The mirror of the ticket's first message that crosses, composed like any other. Where that is internal, is for a person
 * to decide on or carries files, the ticket begins with a line that names it and tells nothing of what was written (P3:
 * a new ticket's first message is always public); then all of its messages follow as ordinary mirrors.
 */
export async function firstMessageOf(run: CreationRun, beginning: Beginning): Promise<FirstMessage> {
  const { context, marker } = run;
  const first = await firstToDecide(run, beginning);
  const crosses =
    first !== undefined &&
    decide(run, first) === "mirror" &&
    first.visibility === "public" &&
    first.attachments.length === 0;
  if (!crosses)
    return { content: openingLine(marker, context.identity), mirrorOf: null, carriedHash: null, losses: [] };
  const named = { ...marker, messageId: first.id, revision: 1 };
  const authors = context.settings.policy?.authors;
  const { outgoing, carriedHash, losses } = composeMirror(first, run.target.side, named, {
    ...context.identity,
    // Nothing of the target's ticket stands in a body.
    ticketId: marker.ticketId,
    ...(authors && { authors }),
  });
  return { content: outgoing.content, mirrorOf: first, carriedHash, losses: losses.map(lossInRecord) };
}

/** The oldest message that is not passed over. */
async function firstToDecide(run: CreationRun, { messageIds, beginning }: Beginning): Promise<Message | undefined> {
  const { context, source, marker } = run;
  if (beginning !== null && decide(run, beginning) !== "skip") return beginning;
  const wanted = [...messageIds].sort(compareIds).slice(0, mostRead);
  const read = await callHelpdesk(context, source, "read", () =>
    source.readMessages(marker.ticketId, wanted, { signal: context.calls }),
  );
  const messages = [...read].sort((a, b) => compareIds(a.id, b.id));
  return messages.find((message) => decide(run, message) !== "skip");
}

/** As carriedOfFound, of the source as it is now. */
export async function carriedBefore({ context, source, marker }: CreationRun, id: MessageId): Promise<string | null> {
  const [message] = await callHelpdesk(context, source, "read", () =>
    source.readMessages(marker.ticketId, [id], { signal: context.calls }),
  );
  return carriedOfFound(message);
}

function decide({ marker }: CreationRun, message: Message): string {
  return decideDelivery({
    direction: directionFrom(marker.side),
    sourceTicketId: marker.ticketId,
    row: { mappedAsTarget: false, oppositeInFlight: false, suspicions: 0, suspicion: null },
    message,
    // A ticket without a counterpart holds no mirror of ours.
    marker: message.marker === null ? "none" : "foreign",
    named: null,
  }).kind;
}
