import { fileURLToPath } from "node:url";

import type { ViteUserConfig } from "vitest/config";

const at = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const conditions = ["@ticket-bridge/source", "node", "module", "default"];

/**
 * What every project's vitest.config.ts shares: sources are resolved across workspace links, nothing is built first.
 *
 * @param startsPrograms whether its tests start a whole program, which is bundled before them: see vitest.programs.ts
 * @param opensBrowser whether its tests launch Chromium: see vitest.browser.ts
 * @param sharesDatabases whether its tests use the server and the embedded files that all share: see vitest.databases.ts
 * @param alone whether its files run by themselves after all others, one at a time: they judge how soon a person sees
 *   something, which beside two others on two cores says more about those
 * @param isolate false where no test leaves anything behind in its process: its files then share the loaded modules
 */
export function projectTests(
  name: string,
  { startsPrograms = false, opensBrowser = false, sharesDatabases = false, alone = false, isolate = true } = {},
): ViteUserConfig {
  return {
    resolve: { conditions },
    ssr: { resolve: { conditions, externalConditions: conditions } },
    test: {
      name,
      include: ["src/**/*.spec.ts"],
      environment: "node",
      globalSetup: [
        ...(startsPrograms ? [at("./vitest.programs.ts")] : []),
        ...(opensBrowser ? [at("./vitest.browser.ts")] : []),
        ...(sharesDatabases ? [at("./vitest.databases.ts")] : []),
      ],
      ...(alone ? { maxWorkers: 1 } : {}),
      isolate,
      // What is waited for comes in a moment; these limits only end what never would, on two slow cores as well.
      testTimeout: 60_000,
      hookTimeout: 120_000,
      expect: { poll: { timeout: 30_000 } },
    },
  };
}
