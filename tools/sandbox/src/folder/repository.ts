import { resolve } from "node:path";

/** Root of the checked-out project. */
export const repository = resolve(import.meta.dirname, "../../../..");
