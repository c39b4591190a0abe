import { requestorMessageFromWire, superofficeMessageFromWire } from "@ticket-bridge/mapping";

/**
 * How what a helpdesk holds is read into our words. The simulated helpdesks hold wire messages and go through the real
 * mapping, so that "everything doubtful is internal" (P3) is at work here as it is in the adapters.
 */
export interface WireReading {
  readonly superoffice: typeof superofficeMessageFromWire;
  readonly requestor: typeof requestorMessageFromWire;
}

export const realReading: WireReading = {
  superoffice: superofficeMessageFromWire,
  requestor: requestorMessageFromWire,
};
