import type { ReportClass } from "@ticket-bridge/sync";

/** The classes of rclone check: the sign that stands before a line, and what it means. */
export const classWords: Readonly<Record<ReportClass, { readonly sign: string; readonly meaning: string }>> = {
  same: { sign: "=", meaning: "same on both sides" },
  "only-source": { sign: "+", meaning: "only on the source" },
  "only-target": { sign: "-", meaning: "only on the target" },
  differs: { sign: "*", meaning: "differs" },
  error: { sign: "!", meaning: "could not be carried or compared" },
};
