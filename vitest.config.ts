import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // One worker is what vitest would take on two cores; most of these tests wait for sockets and databases.
    maxWorkers: 2,
    projects: ["libs/*/vitest.config.ts", "apps/*/vitest.config.ts", "tools/*/vitest.config.ts"],
    coverage: {
      provider: "v8",
      include: ["libs/*/src/**", "apps/*/src/**"],
      exclude: ["**/generated/**", "**/*.spec.ts"],
    },
  },
});
