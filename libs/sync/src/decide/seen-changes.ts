import type { ChangedMessage, MessageId } from "@ticket-bridge/helpdesk";

/** What a reading of a list of changes showed. */
export interface SeenChanges {
  /** What was changed before this was not read, and is none of our business any more. */
  readonly since: number;
  readonly changedAt: ReadonlyMap<MessageId, number>;
}

/** For so long a change may become visible late, and a ticket may have been read before the first look at the list. */
const firstLookMs = 10 * 60_000;

/**
 * The changes of a page that the reading before did not show.
 *
 * Compared with the rows it showed and not with the time of its newest one: a change that becomes visible late still
 * stands out, and so does everything after one whose time lies in the future.
 *
 * @param seen null for the first reading
 */
export function unseenChanges(seen: SeenChanges | null, page: readonly ChangedMessage[]): readonly ChangedMessage[] {
  const since = seen?.since ?? Math.max(...page.map(({ changedAt }) => changedAt)) - firstLookMs;
  return page.filter(({ messageId, changedAt }) => changedAt >= since && seen?.changedAt.get(messageId) !== changedAt);
}

/** @param isWhole whether all that the list holds was read */
export function seenAfter(changes: readonly ChangedMessage[], isWhole: boolean): SeenChanges {
  const times = changes.map(({ changedAt }) => changedAt);
  return {
    since: isWhole || times.length === 0 ? -Infinity : Math.min(...times),
    changedAt: new Map(changes.map(({ messageId, changedAt }) => [messageId, changedAt])),
  };
}

/** Whether something became of a message since it was written: a new one stands in the list too, and in the feed. */
export function isLaterChange({ createdAt, changedAt }: Pick<ChangedMessage, "createdAt" | "changedAt">): boolean {
  return createdAt === null || changedAt > createdAt;
}
