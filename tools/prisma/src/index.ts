export { diffMigrations } from "./diff-migrations.ts";
