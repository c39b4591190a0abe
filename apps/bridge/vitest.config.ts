import { defineConfig, mergeConfig } from "vitest/config";

import { projectTests } from "../../vitest.shared.ts";

// Whole processes and databases are started here, side by side with other tests.
export default mergeConfig(projectTests("bridge"), defineConfig({ test: { testTimeout: 90_000 } }));
