import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of each built app, with a slash at its end. */
    readonly programs: Readonly<Record<"bridge" | "backfill", string>>;
  }
}

const root = fileURLToPath(new URL("./", import.meta.url));

/** Bundles both apps for the tests that start them: a bundle starts with a third of the processor's time. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = (app: string) => `${root}apps/${app}/dist/for-tests-${project.name}-${process.pid}/`;
  const programs = { bridge: folder("bridge"), backfill: folder("backfill") };
  for (const [app, out] of Object.entries(programs)) {
    await promisify(execFile)(process.execPath, [`${root}tools/bundle/src/bundle.ts`, `apps/${app}`, out]);
  }
  project.provide("programs", programs);
  return async () => {
    for (const out of Object.values(programs)) await rm(out, { recursive: true, force: true });
  };
}
