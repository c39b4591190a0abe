export { createSuperOffice, type SuperOffice, type SuperOfficeOptions } from "./adapter.ts";
export type { SuperOfficeAuth, SystemUserAuth } from "./auth.ts";
export { readSuperOfficeWebhook, verifySuperOfficeWebhook, type SuperOfficeWebhook } from "./verify-webhook.ts";
