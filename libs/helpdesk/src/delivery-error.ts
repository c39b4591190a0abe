/**
 * What may be done after a call failed. `retryable`: it surely was not carried out, try again. `permanent`: trying the
 * same again is useless. `uncertain`: it may have been carried out, read back before anything else.
 */
export type Decision = "retryable" | "permanent" | "uncertain";

/** What the failure says something about: one message, its whole ticket, or the whole helpdesk. */
export type Fault = "message" | "ticket" | "side";

export interface DeliveryErrorDetails {
  readonly decision: Decision;
  readonly fault: Fault;
  /** Milliseconds the helpdesk asked us to wait (Retry-After); null when it did not. */
  readonly retryAfterMs?: number | null;
  /** HTTP status; null when no answer came. */
  readonly status?: number | null;
  /** True when the body was the helpdesk's own error object, not a proxy's page. */
  readonly ownErrorBody?: boolean;
  readonly cause?: unknown;
}

/** A call to a helpdesk that failed. The message is a sentence for a person: what happened and why. */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";
  readonly decision: Decision;
  readonly fault: Fault;
  readonly retryAfterMs: number | null;
  readonly status: number | null;
  readonly ownErrorBody: boolean;

  constructor(sentence: string, details: DeliveryErrorDetails) {
    super(sentence, details.cause === undefined ? undefined : { cause: details.cause });
    this.decision = details.decision;
    this.fault = details.fault;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.status = details.status ?? null;
    this.ownErrorBody = details.ownErrorBody ?? false;
  }
}
