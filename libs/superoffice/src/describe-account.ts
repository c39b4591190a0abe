import { readMessageId, type Account, type ReadOptions } from "@ticket-bridge/helpdesk";

import type { SuperOfficeClient } from "./client.ts";
import { principalWire } from "./wire.ts";

/** The account as SuperOffice describes it. */
export interface Principal extends Account {
  /** AssociateId of a personal account; null for a system account and when it is not told. */
  readonly associateId: string | null;
}

/**
 * Who the calls run as (GET User/currentPrincipal). A tenant that does not know this call has still answered an
 * authenticated one: then the account stays unnamed. Rejects with DeliveryError, a fault of the side.
 */
export async function describeAccount(client: SuperOfficeClient, options?: ReadOptions): Promise<Principal> {
  const call = { method: "GET", path: "User/currentPrincipal", safeToRepeat: true, about: "side" } as const;
  const answer = await client.find(call, principalWire, options);
  return answer === undefined
    ? { id: "unknown", name: "", canWriteInternal: true, associateId: null }
    : readPrincipal(answer);
}

function readPrincipal(fields: Readonly<Record<string, unknown>>): Principal {
  const associate = recordOf(fields["Associate"]);
  const id = readMessageId(fields["AssociateId"]) ?? readMessageId(associate["AssociateId"]);
  const kind = firstText(fields["UserType"], fields["Type"], associate["Type"]);
  const name = firstText(
    fields["FullName"],
    associate["FullName"],
    fields["Associate"],
    fields["Name"],
    associate["Name"],
    fields["UserName"],
  );
  return {
    id: id ?? "unknown",
    name,
    // Slevel Internal is a field like any other: who may write messages may write internal ones.
    canWriteInternal: true,
    // A system account files incoming mail too, so it never stands for the bridge alone.
    associateId: /system|anonymous/i.test(kind) ? null : id,
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function firstText(...values: readonly unknown[]): string {
  return values.find((value): value is string => typeof value === "string" && value.trim() !== "")?.trim() ?? "";
}
