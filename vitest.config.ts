import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: ["libs/*/vitest.config.ts", "apps/*/vitest.config.ts", "tools/*/vitest.config.ts"],
    coverage: {
      provider: "v8",
      include: ["libs/*/src/**", "apps/*/src/**"],
      exclude: ["**/generated/**", "**/*.spec.ts"],
    },
  },
});
