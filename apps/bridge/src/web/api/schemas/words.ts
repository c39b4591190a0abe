import { directions, readMessageId, readTicketId, sides } from "@ticket-bridge/helpdesk";
import { z } from "zod";

import { named } from "./named.ts";

const largestId = 2n ** 63n - 1n;
const fitsDatabase = (id: string) => BigInt(id) <= largestId;

/** A whole number as a number or as text: helpdesk ids stand as text in answers, and people paste them. */
const wholeNumber = z.union([z.number(), z.string()], { error: "must be a whole number above 0" });

export const ticketId = wholeNumber.transform((value, context) => {
  const id = readTicketId(value);
  if (id !== null && fitsDatabase(id)) return id;
  context.addIssue("must be a whole number above 0");
  return z.NEVER;
});

export const messageId = wholeNumber.transform((value, context) => {
  const id = readMessageId(value);
  if (id !== null && fitsDatabase(id)) return id;
  context.addIssue("must be a whole number above 0");
  return z.NEVER;
});

/** An id of our own rows. */
export const rowId = z
  .string()
  .refine((id) => /^[1-9]\d{0,18}$/.test(id) && fitsDatabase(id), "must be an id that the bridge gave");

export const side = named("Side", z.enum(sides, { error: `must be ${sides.join(" or ")}` }));
export const direction = named("Direction", z.enum(directions));
export const visibility = z.enum(["public", "internal"]);
export const time = z.iso.datetime().meta({ description: "UTC" });
export const count = z.int().nonnegative();
export const sentence = z.string();

export const advisedAct = z
  .enum(["retry", "skip"])
  .nullable()
  .meta({ description: "The act that the advice for its cause ends with; null: none, or one here and another there" });

export const place = named("MessagePlace", z.object({ side, ticketId: z.string(), messageId: z.string() }));
export const ticketPlace = named("TicketPlace", z.object({ side, ticketId: z.string() }));

export const parameters = {
  rowId: z.object({ id: rowId }),
  side: z.object({ side }),
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

/** One page of a list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
