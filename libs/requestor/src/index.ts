export { createRequestor, type Requestor, type RequestorOptions } from "./adapter.ts";
export type { RequestorNewTicketChoice } from "@ticket-bridge/mapping";
export type { RequestorWire } from "./client.ts";
export { defaultReferencePrefixes, readTicketReference } from "./references.ts";
export { readRequestorWebhook, verifyRequestorWebhook, type RequestorWebhook } from "./verify-webhook.ts";
