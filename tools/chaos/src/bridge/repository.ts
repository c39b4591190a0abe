import { fileURLToPath } from "node:url";

/** The root of this project, whichever folder the command was started in. */
export const repository = fileURLToPath(new URL("../../../../", import.meta.url));
