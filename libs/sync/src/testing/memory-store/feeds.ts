import { compareIds, type MessageId, type Side } from "@ticket-bridge/helpdesk";

import type { FeedPoint, MemoryDatabase } from "./state.ts";

const rereadMs = 10 * 60_000;
const checkpointSpacingMs = 30_000;

/** A page that does not come as far as what is known already leaves all as it is. */
export function noteFeed(database: MemoryDatabase, side: Side, newest: MessageId): void {
  const now = database.now();
  const feed = database.feeds.get(side);
  if (feed === undefined) {
    database.feeds.set(side, { newest: { at: now, id: newest }, readAt: now, checkpoints: [] });
    return;
  }
  const needed = latest(feed.checkpoints.filter(({ at }) => at <= feed.readAt - rereadMs))?.at ?? -Infinity;
  const kept = feed.checkpoints.filter(({ at }) => at >= needed);
  const ahead = compareIds(newest, feed.newest.id);
  const spaced = feed.checkpoints.every(({ at }) => at <= feed.newest.at - checkpointSpacingMs);
  feed.checkpoints = ahead > 0 && spaced ? [...kept, feed.newest] : kept;
  if (ahead > 0) feed.newest = { at: now, id: newest };
  if (ahead >= 0) feed.readAt = now;
}

export function feedStart(database: MemoryDatabase, side: Side): MessageId | null {
  const feed = database.feeds.get(side);
  if (feed === undefined) return null;
  const known = [feed.newest, ...feed.checkpoints].sort((a, b) => a.at - b.at);
  return (latest(known.filter(({ at }) => at <= feed.readAt - rereadMs)) ?? known[0])?.id ?? null;
}

export function beginFeed(database: MemoryDatabase, side: Side, newest: MessageId): void {
  if (database.feeds.has(side)) return;
  const now = database.now();
  database.feeds.set(side, { newest: { at: now, id: newest }, readAt: now, checkpoints: [] });
  for (const link of database.links) {
    link.readWhole[side] = false;
    link.generation[side] += 1;
  }
}

function latest(points: readonly FeedPoint[]): FeedPoint | undefined {
  return points.reduce<FeedPoint | undefined>((best, point) => (best && best.at >= point.at ? best : point), undefined);
}
