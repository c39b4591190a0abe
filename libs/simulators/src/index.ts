export type { BodyAlteration } from "./body-alteration.ts";
export type { WaitOptions } from "./change-signal.ts";
export type { FaultKind, FaultMatch, FaultSpec, StandingFault, StatusBody } from "./faults.ts";
export { FaultPlan } from "./faults.ts";
export type { RequestCounts, WriteRecord } from "./records.ts";
export type {
  NewSuperOfficeMessage,
  NewSuperOfficeTicket,
  SuperOfficeControl,
  SuperOfficeTicketChange,
  SuperOfficeTicketView,
} from "./superoffice/control.ts";
export type {
  SuperOfficeAgent,
  SuperOfficeMessage,
  SuperOfficePerson,
  SuperOfficeTicket,
  SuperOfficeWebhook,
} from "./superoffice/model.ts";
export { SUPEROFFICE_DEFAULTS } from "./superoffice/options.ts";
export type { SuperOfficeAuth, SuperOfficeSimulatorOptions, SuperOfficeWebhookOptions } from "./superoffice/options.ts";
export { startSuperOfficeSimulator } from "./superoffice/server.ts";
export type { SuperOfficeSimulator } from "./superoffice/server.ts";
export type { WebhookTry } from "./superoffice/webhooks.ts";
