import { fileURLToPath } from "node:url";

import type { ViteUserConfig } from "vitest/config";

const programs = fileURLToPath(new URL("./vitest.programs.ts", import.meta.url));
const conditions = ["@ticket-bridge/source", "node", "module", "default"];

/** With what its tests start built: see vitest.programs.ts. */
export function programTests(name: string): ViteUserConfig {
  const shared = projectTests(name);
  return { ...shared, test: { ...shared.test, globalSetup: [programs] } };
}

/** What every project's vitest.config.ts shares: sources are resolved across workspace links, nothing is built first. */
export function projectTests(name: string): ViteUserConfig {
  return {
    resolve: { conditions },
    ssr: { resolve: { conditions, externalConditions: conditions } },
    test: {
      name,
      include: ["src/**/*.spec.ts"],
      environment: "node",
      testTimeout: 20_000,
      hookTimeout: 60_000,
    },
  };
}
