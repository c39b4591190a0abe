import { DeliveryError, type DeliveryErrorDetails } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { isSuspect } from "./suspicion.ts";

function failure(details: Partial<DeliveryErrorDetails>): DeliveryError {
  return new DeliveryError("It failed.", { decision: "uncertain", fault: "side", ...details });
}

describe("a failure of the side that may be one of the message alone", () => {
  it("is a server error in the helpdesk's own words, not a proxy's page", () => {
    expect(isSuspect(failure({ status: 500, ownErrorBody: true }))).toBe(true);
    expect(isSuspect(failure({ status: 500, ownErrorBody: false }))).toBe(false);
  });

  it("is a refusal by something in front of the helpdesk", () => {
    for (const status of [400, 403, 404, 406]) expect(isSuspect(failure({ status })), String(status)).toBe(true);
  });

  it("is never a matter of credentials, addresses, time-outs or quiet, nor a missing answer", () => {
    for (const status of [401, 407, 408, 421, 425, 429]) expect(isSuspect(failure({ status }))).toBe(false);
    expect(isSuspect(failure({ status: 503, ownErrorBody: true, retryAfterMs: 1_000 }))).toBe(false);
    expect(isSuspect(failure({}))).toBe(false);
  });

  it("is none that already has its owner", () => {
    expect(isSuspect(failure({ status: 400, fault: "message" }))).toBe(false);
    expect(isSuspect(failure({ status: 403, fault: "ticket" }))).toBe(false);
  });
});
