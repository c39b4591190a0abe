/**
 * Carries what a caller's own code gave (the error of `beforeBytes`, the reason of a signal) past retrying and error
 * translation. Never leaves this library: the client unwraps it.
 */
export class PassThrough extends Error {
  readonly reason: unknown;

  constructor(reason: unknown) {
    super("passed through", { cause: reason });
    this.reason = reason;
  }
}
