import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * Where the built page should be: beside a bundle, of which this file may be a chunk, or where its own build puts it
 * when the sources run. Nowhere else is looked, so that no other page above this project is taken for it.
 */
export function findDashboard(
  from: string = import.meta.dirname,
  isSource = import.meta.filename.endsWith(".ts"),
): string {
  if (isSource) return join(from, "../../../../dashboard/dist");
  const inChunk = join(from, "../dashboard");
  return existsSync(inChunk) ? inChunk : join(from, "dashboard");
}
