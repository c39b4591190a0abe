export type { BodyAlteration } from "./body-alteration.ts";
export type { Truthy, WaitOptions } from "./change-signal.ts";
export type { FaultKind, FaultMatch, FaultSpec, StandingFault, StatusBody } from "./faults.ts";
export { FaultPlan } from "./faults.ts";
export type { CallLog, CallSecond } from "./call-log.ts";
export type { CallFault, FaultMix, FaultSpans, OutageKind, Span, WebhookFault } from "./fault-mix.ts";
export type { FaultCounts } from "./fault-tally.ts";
export type { LedgerEntry, Shown } from "./ledger.ts";
export type { PageOptions } from "./page.ts";
export type { CallObserver, ObservedCall, OutgoingRecord, RequestCounts, WriteRecord } from "./records.ts";
export type { SimulatorControl } from "./simulator-control.ts";
export type { Pending } from "./troubles.ts";
export type {
  NewSuperOfficeAttachment,
  NewSuperOfficeMessage,
  NewSuperOfficeTicket,
  SuperOfficeControl,
  SuperOfficeTicketChange,
  SuperOfficeTicketView,
} from "./superoffice/control.ts";
export type {
  SuperOfficeAgent,
  SuperOfficeAttachment,
  SuperOfficeMessage,
  SuperOfficePerson,
  SuperOfficeTicket,
  SuperOfficeWebhook,
} from "./superoffice/model.ts";
export { SUPEROFFICE_DEFAULTS } from "./superoffice/options.ts";
export type {
  SuperOfficeAttachmentOptions,
  SuperOfficeAuth,
  SuperOfficeSimulatorOptions,
  SuperOfficeWebhookOptions,
} from "./superoffice/options.ts";
export { startSuperOfficeSimulator } from "./superoffice/server.ts";
export type { SuperOfficeSimulator } from "./superoffice/server.ts";
export type { WebhookTry } from "./superoffice/webhooks.ts";
export type { HintRecord } from "./requestor/automation.ts";
export type {
  NewRequestorAttachment,
  NewRequestorMessage,
  NewRequestorTicket,
  RequestorControl,
  RequestorTicketChange,
  RequestorTicketView,
} from "./requestor/control.ts";
export type {
  RequestorAttachment,
  RequestorHook,
  RequestorMessage,
  RequestorTicket,
  RequestorTicketType,
  RequestorUser,
} from "./requestor/model.ts";
export { REQUESTOR_DEFAULT_USERS } from "./requestor/options.ts";
export type { RequestorDownloads, RequestorSimulatorOptions } from "./requestor/options.ts";
export { startRequestorSimulator } from "./requestor/server.ts";
export type { RequestorSimulator } from "./requestor/server.ts";
