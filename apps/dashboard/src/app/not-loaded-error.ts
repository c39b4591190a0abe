/** A part of the page could not be loaded: the bridge is away, or it was upgraded and has other files by now. */
export class NotLoadedError extends Error {
  override readonly name = "NotLoadedError";

  constructor(cause: unknown) {
    super("A part of the page could not be loaded.", { cause });
  }
}
