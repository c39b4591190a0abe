import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    readonly programs: Readonly<Record<"bridge" | "backfill", string>>;
  }
}

/** The folder of an app that was built for these tests, with a slash at its end: see vitest.programs.ts at the root. */
export function builtApp(name: "bridge" | "backfill"): string {
  return inject("programs")[name];
}
