export type { BridgeStore, CallBudgetOptions } from "./bridge-store.ts";
export { DataDirInUseError } from "./errors/data-dir-in-use-error.ts";
export { DatabaseNewerError } from "./errors/database-newer-error.ts";
export { DatabaseNotMadeError } from "./errors/database-not-made-error.ts";
export { MigrationChangedError } from "./errors/migration-changed-error.ts";
export { MigrationFailedError } from "./errors/migration-failed-error.ts";
export { StoreUnavailableError } from "./errors/store-unavailable-error.ts";
export { withShortPath } from "./owner/short-path.ts";
export {
  linkSorts,
  linkStates,
  type AttentionFilter,
  type AttentionGroup,
  type AttentionSet,
  type DashboardReads,
  type DirectionStanding,
  type FoundLink,
  type LinkSearch,
  type LinkSort,
  type LinkState,
  type MirroredMinute,
  type MirrorSearch,
  changeTopics,
  type ChangeMarks,
  type ChangeTopic,
} from "./reads/dashboard-reads.ts";
export { openStore } from "./open-store.ts";
export type { LogLine, StoreOptions } from "./options.ts";
