import { DeliveryError } from "@ticket-bridge/helpdesk";
import type { ReadOptions } from "@ticket-bridge/helpdesk";

import type { SuperOfficeContext } from "./context.ts";
import { isRefusedQuery } from "./find-marked.ts";
import { cell, quoted } from "./odata.ts";
import { archivePageWire } from "./wire.ts";

/**
 * The PersonId of whoever has this e-mail address (GET Person, archive provider Person); the oldest where several have
 * it. Null where nobody has, and where this tenant refuses the search in its own words: a customer is a courtesy.
 * Rejects with DeliveryError, `retryable`, when nobody could answer.
 */
export async function findPersonByEmail(
  { client }: Pick<SuperOfficeContext, "client">,
  email: string,
  options?: ReadOptions,
): Promise<number | null> {
  const query = new URLSearchParams({
    $select: "personId,email/emailAddress",
    $filter: `email/emailAddress is ${quoted(email)}`,
    $orderBy: "personId asc",
    $top: "10",
  });
  const call = {
    method: "GET",
    path: `Person?${query.toString().replaceAll("+", "%20")}`,
    confidential: [email],
    safeToRepeat: true,
    about: "side",
  } as const;
  try {
    const { value } = await client.get(call, archivePageWire, options);
    const ids = value
      .map((row) => ({ id: Number(cell(row, "personId") ?? row["PrimaryKey"]), mail: cell(row, "email/emailAddress") }))
      // A filter that compares differently than documented must not file a customer's ticket under somebody else.
      .filter(({ id, mail }) => Number.isSafeInteger(id) && id > 0 && sameAddress(mail, email))
      .map(({ id }) => id);
    return ids.length === 0 ? null : Math.min(...ids);
  } catch (error) {
    if (error instanceof DeliveryError && isRefusedQuery(error)) return null;
    throw error;
  }
}

function sameAddress(told: unknown, asked: string): boolean {
  return typeof told === "string" && told.trim().toLowerCase() === asked.trim().toLowerCase();
}
