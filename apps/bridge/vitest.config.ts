import { defineConfig } from "vitest/config";

import { programTests } from "../../vitest.shared.ts";

export default defineConfig(programTests("bridge"));
