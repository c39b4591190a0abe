import { Prisma } from "../generated/client.ts";

/**
 * Of a row of mirrors named `mirror`: whether it is a mirror that was written as this message, of a source on this side.
 *
 * Looked up by the message's id alone, which at most one row of each side has. Were the side a condition that an index
 * can serve, then while the tables are empty, which is when statements are planned (see planning.ts), any index that
 * begins with the side would look as good: of 1,200 messages each look-up read 600.
 */
export function isMirrorOf(mirror: "x" | "t", sourceSide: Prisma.Sql, messageId: Prisma.Sql): Prisma.Sql {
  const row = Prisma.raw(mirror);
  return Prisma.sql`(${row}.source_side IS NOT DISTINCT FROM ${sourceSide} AND ${row}.target_message_id = ${messageId})`;
}
