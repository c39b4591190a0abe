/** A newer version of the program has migrated the database; this one would misread it. */
export class DatabaseNewerError extends Error {
  override readonly name = "DatabaseNewerError";
  readonly migration: string;

  constructor(migration: string) {
    super(
      `The database was migrated by a newer version of ticket-bridge (this one does not know "${migration}"). ` +
        "Start that version, or restore the backup made before the update.",
    );
    this.migration = migration;
  }
}
