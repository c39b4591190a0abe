import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { repository } from "../repository.ts";

/** With what a script of package.json runs Node. */
export interface StartScript {
  readonly flags: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Reads it from package.json, so that what is measured is what is run: npm itself would stand between the bench and
 * the process.
 */
export async function readStartScript(name: "start" | "backfill"): Promise<StartScript> {
  const { scripts } = JSON.parse(await readFile(join(repository, "package.json"), "utf8")) as {
    scripts: Readonly<Record<typeof name, string>>;
  };
  const words = scripts[name].split(" ");
  const assignments = words.slice(0, words.indexOf("exec")).map((word) => word.split("=", 2));
  return {
    flags: words.filter((word) => word.startsWith("--")),
    variables: Object.fromEntries(assignments) as Record<string, string>,
  };
}
