import { defineConfig } from "vitest/config";

import { projectTests } from "../../vitest.shared.ts";

export default defineConfig(projectTests("bridge", { startsPrograms: true, sharesDatabases: true, isolate: false }));
