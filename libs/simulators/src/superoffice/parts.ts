import type { ExchangeRunner } from "../exchange.ts";
import type { FaultPlan } from "../faults.ts";
import type { Records } from "../records.ts";
import type { SuperOfficeAuthority } from "./auth.ts";
import type { SuperOfficeDesk } from "./desk.ts";
import type { WebhookDelivery } from "./webhooks.ts";

/** What the routes of one running simulator work with. */
export type SuperOfficeParts = {
  desk: SuperOfficeDesk;
  records: Records;
  faults: FaultPlan;
  runner: ExchangeRunner;
  authority: SuperOfficeAuthority;
  delivery: WebhookDelivery;
  /** Where the tenant lives now. */
  home: { origin: string };
};
