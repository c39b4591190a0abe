import type { ViteUserConfig } from "vitest/config";

const conditions = ["@ticket-bridge/source", "node", "module", "default"];

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
