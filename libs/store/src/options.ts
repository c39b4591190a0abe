export interface LogLine {
  readonly level: "info" | "warn" | "error";
  readonly message: string;
  readonly error?: unknown;
}

export interface StoreOptions {
  /** A PostgreSQL server; null opens the embedded database under `dataDir`. */
  readonly databaseUrl: string | null;
  /** The folder the embedded database and its owner's socket live in; made when missing. */
  readonly dataDir: string;
  readonly log?: (line: LogLine) => void;
  /** Where the migrations are; without it the nearest `prisma/migrations` above the program. */
  readonly migrationsDir?: string;
  /** Called with every statement that goes to the database, for tests and benchmarks: statements are our cost. */
  readonly onStatement?: (sql: string) => void;
}
