import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import type { TestProject } from "vitest/node";

import { madeOnce } from "./vitest.once.ts";

/** The folder of each built app, with a slash at its end. */
type Programs = Readonly<Record<"bridge" | "backfill", string>>;

declare module "vitest" {
  interface ProvidedContext {
    readonly programs: Programs;
  }
}

const root = fileURLToPath(new URL("./", import.meta.url));

/** Bundles both apps for the tests that start them: a bundle starts with a third of the processor's time. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { value, remove } = await madeOnce("programs", bundle);
  project.provide("programs", value);
  return remove;
}

async function bundle() {
  const folder = (app: string) => `${root}apps/${app}/dist/for-tests-${process.pid}/`;
  const value: Programs = { bridge: folder("bridge"), backfill: folder("backfill") };
  for (const [app, out] of Object.entries(value)) {
    await promisify(execFile)(process.execPath, [`${root}tools/bundle/src/bundle.ts`, `apps/${app}`, out]);
  }
  const remove = async () => {
    for (const out of Object.values(value)) await rm(out, { recursive: true, force: true });
  };
  return { value, remove };
}
