import { DeliveryError, type DeliveryErrorDetails, type Helpdesk } from "@ticket-bridge/helpdesk";

/** What a call to a helpdesk ends with that did not go well. */
export function failure(desk: Pick<Helpdesk, "side">, what: string, details: DeliveryErrorDetails): DeliveryError {
  return new DeliveryError(`${desk.side} ${what}.`, details);
}
