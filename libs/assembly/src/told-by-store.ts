import { StartError } from "./start-error.ts";

/** What the store says in a sentence for the person who starts the program. */
const told = [
  "DataDirInUseError",
  "DatabaseNewerError",
  "DatabaseNotMadeError",
  "MigrationChangedError",
  "MigrationFailedError",
  "StoreUnavailableError",
];

/**
 * A fault of the store as what a person has to mend; null when it is none of these. Not only opening meets them: a
 * server can go away at any moment of a start.
 */
export function toldByStore(error: unknown, databaseUrl: string | null): StartError | null {
  if (!(error instanceof Error) || !told.includes(error.name)) return null;
  // Only the embedded database is always there; a server may be named wrongly.
  const hint = error.name === "StoreUnavailableError" && databaseUrl !== null ? " Is DATABASE_URL right?" : "";
  return new StartError([`${error.message}${hint}`], error);
}
