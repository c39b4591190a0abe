/** A migration did not run; it was rolled back as a whole, and the database stands as before it. */
export class MigrationFailedError extends Error {
  override readonly name = "MigrationFailedError";

  constructor(migration: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`The database could not be brought up to date: migration "${migration}" failed: ${why}`, { cause });
  }
}
