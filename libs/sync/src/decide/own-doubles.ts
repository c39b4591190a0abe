import type { Message, MessageId } from "@ticket-bridge/helpdesk";

/** A message on the target that carries the authentic marker of a mirror. */
export interface Copy {
  readonly id: MessageId;
  /** The message itself as just read; null when it could not be read. */
  readonly message: Pick<Message, "writtenBy" | "ticketId" | "deleted"> | null;
}

/**
 * Which of the copies of one mirror are a second one that the bridge itself wrote: never the stored target, none unless
 * the stored target was just read and stands on the same ticket (a list may still show what a person has deleted, and a
 * merge may have moved it), and only what our own POST was answered with or what our own account wrote. A
 * marker alone is no proof: a mail that came back may carry the same Message-Id.
 */
export function ownDoubles(facts: {
  readonly storedTarget: MessageId;
  /** What our own POST was answered with; null when no answer came. */
  readonly answered: MessageId | null;
  readonly copies: readonly Copy[];
}): MessageId[] {
  const { storedTarget, answered, copies } = facts;
  const stored = copies.find(({ id }) => id === storedTarget)?.message;
  if (stored === undefined || stored === null || stored.deleted) return [];
  return copies
    .filter(({ id }) => id !== storedTarget)
    .filter(({ message }) => message?.ticketId === stored.ticketId)
    .filter(({ id, message }) => id === answered || message?.writtenBy === "bridge")
    .map(({ id }) => id);
}
