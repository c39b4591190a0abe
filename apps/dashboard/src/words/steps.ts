import type { SideTest } from "../api/shapes.ts";

/** What each step of a test tries. */
export const stepWords: Readonly<Record<SideTest["steps"][number]["step"], string>> = {
  credentials: "Signing in",
  "internal-messages": "Writing internal messages",
  ticket: "Reading a linked ticket",
};
