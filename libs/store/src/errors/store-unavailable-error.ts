/**
 * The database could not be asked or did not answer: nothing is known about what the call did. The same call may be
 * made again later; the cause tells what the driver said.
 */
export class StoreUnavailableError extends Error {
  override readonly name = "StoreUnavailableError";

  constructor(cause: unknown) {
    super("The database cannot be reached at the moment.", { cause });
  }
}
