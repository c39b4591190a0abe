import { fileURLToPath } from "node:url";

import type { ViteUserConfig } from "vitest/config";

const programs = fileURLToPath(new URL("./vitest.programs.ts", import.meta.url));
const conditions = ["@ticket-bridge/source", "node", "module", "default"];

/**
 * What every project's vitest.config.ts shares: sources are resolved across workspace links, nothing is built first.
 *
 * @param startsPrograms whether its tests start a whole program, which is bundled before them: see vitest.programs.ts
 */
export function projectTests(name: string, { startsPrograms = false } = {}): ViteUserConfig {
  return {
    resolve: { conditions },
    ssr: { resolve: { conditions, externalConditions: conditions } },
    test: {
      name,
      include: ["src/**/*.spec.ts"],
      environment: "node",
      globalSetup: startsPrograms ? [programs] : [],
      testTimeout: 20_000,
      hookTimeout: 60_000,
    },
  };
}
