import { defineConfig } from "vitest/config";

import { LongestFirst } from "./vitest.sequence.ts";

export default defineConfig({
  test: {
    // Vitest would take one on two cores; most of these tests wait for sockets and databases.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: ["libs/*/vitest.config.ts", "apps/*/vitest.config.ts", "tools/*/vitest.config.ts"],
    coverage: {
      provider: "v8",
      include: ["libs/*/src/**", "apps/*/src/**"],
      exclude: ["**/generated/**", "**/*.spec.ts"],
    },
  },
});
