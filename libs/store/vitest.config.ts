import { defineConfig } from "vitest/config";

import { projectTests } from "../../vitest.shared.ts";

export default defineConfig(projectTests("store", { sharesDatabases: true, isolate: false }));
