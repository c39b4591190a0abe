import type { Message, MessageId } from "@ticket-bridge/helpdesk";

/** A message on the target that carries the authentic marker of a mirror. */
export interface Copy {
  readonly id: MessageId;
  /** The message itself as just read; null when it could not be read. */
  readonly message: Pick<Message, "writtenBy"> | null;
}

/**
 * Which of the copies of one mirror are a second one that the bridge itself wrote: never the stored target, none unless
 * the stored target stands there too, and only what our own POST was answered with or what our own account wrote. A
 * marker alone is no proof: a mail that came back may carry the same Message-Id.
 */
export function ownDoubles(facts: {
  readonly storedTarget: MessageId;
  /** What our own POST was answered with; null when no answer came. */
  readonly answered: MessageId | null;
  readonly copies: readonly Copy[];
}): MessageId[] {
  const { storedTarget, answered, copies } = facts;
  if (!copies.some(({ id }) => id === storedTarget)) return [];
  return copies
    .filter(({ id, message }) => id !== storedTarget && (id === answered || message?.writtenBy === "bridge"))
    .map(({ id }) => id);
}
