import { defineConfig } from "vitest/config";

import { projectTests } from "../../vitest.shared.ts";

const shared = projectTests("bridge");

// Whole processes and databases are started here, side by side with other tests.
export default defineConfig({ ...shared, test: { ...shared.test, testTimeout: 90_000 } });
