import type { SideStatus, Webhook } from "../api/shapes.ts";

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

/** What the bridge heard of a helpdesk's webhook. */
export type HeardWebhook = SideStatus["webhook"];

/** Why a webhook was not heard, in words; null: it was. */
export function whyUnheard({ isSecretSet, heardAt }: HeardWebhook): string | null {
  if (!isSecretSet) return "Off, no secret set";
  return heardAt === null ? "Never heard" : null;
}

/** When a call was refused last, if none was heard after it; null: all is well, or nothing is heard at all. */
export function refusedSince({ isSecretSet, heardAt, refusedAt }: HeardWebhook): string | null {
  if (!isSecretSet || refusedAt === null) return null;
  return heardAt === null || Date.parse(refusedAt) > Date.parse(heardAt) ? refusedAt : null;
}
