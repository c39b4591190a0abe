import type { Webhook } from "../api/shapes.ts";

const words: Readonly<Record<Webhook["state"], string>> = {
  active: "Active",
  stopped: "Stopped",
  "too-many-errors": "Stopped after errors",
  unknown: "Unknown",
  elsewhere: "Calls elsewhere",
  missing: "Not registered",
};

export function webhookWord(state: Webhook["state"]): string {
  return words[state];
}
