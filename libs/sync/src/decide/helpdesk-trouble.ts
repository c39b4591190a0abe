import type { DeliveryError } from "@ticket-bridge/helpdesk";

/** Why a helpdesk cannot be used, as a command tells it by its exit code. */
export type HelpdeskTrouble = "credentials" | "unreachable";

export function helpdeskTrouble({ status }: Pick<DeliveryError, "status">): HelpdeskTrouble {
  return status === 401 || status === 403 ? "credentials" : "unreachable";
}
