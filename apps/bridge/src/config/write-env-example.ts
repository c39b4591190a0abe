import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { printEnvExample } from "./print-env-example.ts";

writeFileSync(fileURLToPath(new URL("../../../../.env.example", import.meta.url)), printEnvExample());
