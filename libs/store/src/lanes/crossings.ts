import type { Direction } from "@ticket-bridge/helpdesk";
import type { Crossing } from "@ticket-bridge/sync";

import { Prisma } from "../generated/client.ts";

const hashLength = 8;
/** Milliseconds since 1970, hexadecimal: enough for the next 8,000 years. */
const timeLength = 12;
const entryLength = hashLength + timeLength;
const mostKept = 64;

/**
 * What was sent last stands in the lane's own row, which every message rewrites anyway: no statement, row or index more.
 * An index over the hashes of all mirrors would be written at every step of every message. 64 entries (1,280 bytes) keep
 * the row below the 2 kB at which PostgreSQL moves it elsewhere, and find a loop of up to twenty texts.
 */
export const withCrossing = Prisma.sql`
  right(l.crossings || sums.crossed, ${Prisma.raw(String(mostKept * entryLength))})`;

/** One entry for a content hash and the moment when its message was captured, NULL without a hash. */
export function crossing(hash: Prisma.Sql, capturedAt: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    rpad(left(${hash}, ${Prisma.raw(String(hashLength))}), ${Prisma.raw(String(hashLength))}, ' ')
    || lpad(to_hex((extract(epoch FROM ${capturedAt}) * 1000)::bigint), ${Prisma.raw(String(timeLength))}, '0')`;
}

/** @param now the database's clock, milliseconds since 1970 */
export function readCrossings(entries: string, direction: Direction, now: number): Crossing[] {
  return Array.from({ length: Math.floor(entries.length / entryLength) }, (_, place) => {
    const entry = entries.slice(place * entryLength, (place + 1) * entryLength);
    return {
      direction,
      hashStart: entry.slice(0, hashLength).trimEnd(),
      capturedAgoMs: now - Number.parseInt(entry.slice(hashLength), 16),
    };
  });
}
