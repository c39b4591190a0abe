/** The files of a new embedded database could not be made; nothing is left of them, and the next start tries again. */
export class DatabaseNotMadeError extends Error {
  override readonly name = "DatabaseNotMadeError";

  constructor(dataDir: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`The embedded database could not be made in ${dataDir}: ${why}`, { cause });
  }
}
