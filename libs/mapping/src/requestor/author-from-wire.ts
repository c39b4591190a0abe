import type { Author } from "@ticket-bridge/helpdesk";

import { readFirstText, readFlag, readRecord } from "../wire/read-fields.ts";
import type { RequestorMessageWire } from "./wire.ts";

/** Fields under which a nested author may stand, should an instance have the successor of the deprecated fields. */
const authorFields = ["User", "Author", "CreatedBy"] as const;

export interface RequestorAuthor {
  readonly author: Author;
  /** UserProviderKey of who wrote it; null when not told. */
  readonly userKey: string | null;
}

/**
 * Who wrote a Requestor message.
 * @param customerKey UserProviderKey of the ticket's submitter where he is known to be a customer, else null.
 */
export function requestorAuthorFromWire(
  wire: RequestorMessageWire,
  isInternal: boolean,
  customerKey: string | null,
): RequestorAuthor {
  const fields = wire as Readonly<Record<string, unknown>>;
  const user = authorFields.map((name) => readRecord(fields[name])).find((found) => found !== null) ?? null;
  const nested = readFirstText(user?.["FullName"], user?.["DisplayName"], user?.["UserName"]);
  const userKey = readFirstText(wire.UserProviderKey, user?.["UserProviderKey"]) || null;
  return {
    userKey,
    author: {
      name: readFirstText(wire.UserFullName) || nested,
      email: readFirstText(user?.["Email"]) || null,
      role: roleOf(readFlag(user?.["IsOperator"]), isInternal, sameKey(userKey, customerKey)),
    },
  };
}

/** UserProviderKeys are GUIDs, which different parts of .NET write in different case and with or without braces. */
export function sameKey(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && bareKey(one) === bareKey(other);
}

function bareKey(key: string): string {
  return key.trim().toLowerCase().replace(/[{}]/g, "");
}

function roleOf(isOperator: boolean | null, isInternal: boolean, isCustomer: boolean): Author["role"] {
  if (isOperator !== null) return isOperator ? "agent" : "customer";
  // Only operators can send private messages (POST NewMessage page).
  if (isInternal) return "agent";
  return isCustomer ? "customer" : "unknown";
}
