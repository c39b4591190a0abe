/** The file of a migration is no longer what was applied, so nobody knows what the database looks like. */
export class MigrationChangedError extends Error {
  override readonly name = "MigrationChangedError";

  constructor(migration: string) {
    super(
      `Migration "${migration}" was edited after it had been applied to this database. ` +
        "Put the released file back; what is to change goes into a new migration.",
    );
  }
}
