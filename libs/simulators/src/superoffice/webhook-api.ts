import type { Answer } from "../exchange.ts";
import type { Call } from "./call.ts";
import { json, notFound, SuperOfficeRefusal } from "./errors.ts";
import type { SuperOfficeDesk } from "./desk.ts";
import type { SuperOfficeWebhook } from "./model.ts";
import { carrierOf, unreadable } from "./request-body.ts";
import type { WebhookDelivery } from "./webhooks.ts";

const EVENTS = ["ticket.created", "ticket.changed"];
const STATES = ["Active", "Stopped", "TooManyErrors"] as const;
const STATE_NUMBERS: readonly string[] = ["Unknown", ...STATES];

export type WebhookFields = Partial<
  Omit<SuperOfficeWebhook, "id" | "lastError" | "consecutiveFailures" | "registered">
>;

/** POST Webhook: saved only when the target answered the test call with 200. */
export async function postWebhook(call: Call, delivery: WebhookDelivery): Promise<Answer> {
  const hook = await saveWebhook(call.desk, delivery, fieldsOf(call.body), undefined);
  return { ...json(200, wire(hook)), write: { id: hook.id, ticketId: null } };
}

/** PUT Webhook/{id}: also the only way back from TooManyErrors. */
export async function putWebhook(call: Call, delivery: WebhookDelivery, id: number): Promise<Answer> {
  const hook = await saveWebhook(call.desk, delivery, fieldsOf(call.body), find(call, id));
  return { ...json(200, wire(hook)), write: { id, ticketId: null } };
}

export function listWebhooks({ desk, query }: Call): Answer {
  const { nameFilter, eventFilter, statusFilter } = query;
  const hooks = [...desk.state.webhooks.values()].filter(
    (hook) =>
      (nameFilter === undefined || hook.name.startsWith(nameFilter)) &&
      (eventFilter === undefined || hook.events.includes(eventFilter)) &&
      (statusFilter === undefined || hook.state === statusFilter),
  );
  return json(200, hooks.map(wire));
}

export function getWebhook(call: Call, id: number): Answer {
  return json(200, wire(find(call, id)));
}

export function deleteWebhook(call: Call, delivery: WebhookDelivery, id: number): Answer {
  find(call, id);
  call.desk.state.webhooks.delete(id);
  delivery.discard(id);
  call.desk.changed();
  return { status: 204, body: null, write: { id, ticketId: null } };
}

export function lastError(call: Call, id: number): Answer {
  return json(200, find(call, id).lastError);
}

/** POST Webhook/Test: says how the test call went, without saving anything. */
export async function testWebhook(call: Call, delivery: WebhookDelivery): Promise<Answer> {
  try {
    await delivery.test(completed(fieldsOf(call.body), 0, call.desk));
    return json(200, { Success: true, ErrorMessage: "" });
  } catch (error) {
    if (!(error instanceof SuperOfficeRefusal)) throw error;
    return json(200, { Success: false, ErrorMessage: error.message });
  }
}

/** Checks, tests and stores a webhook; with `old` it is changed. */
export async function saveWebhook(
  desk: SuperOfficeDesk,
  delivery: WebhookDelivery,
  fields: WebhookFields,
  old: SuperOfficeWebhook | undefined,
): Promise<SuperOfficeWebhook> {
  const hook = old
    ? { ...old, ...fields, consecutiveFailures: fields.state === "Active" ? 0 : old.consecutiveFailures }
    : completed(fields, 0, desk);
  check(hook, desk.settings.webhooks.requireHttps);
  if (hook.state === "Active") await delivery.test(hook);
  if (old) Object.assign(old, hook);
  const saved = old ?? { ...hook, id: desk.state.takeWebhookId() };
  desk.state.webhooks.set(saved.id, saved);
  desk.changed();
  return saved;
}

function check(hook: SuperOfficeWebhook, requireHttps: boolean): void {
  const url = URL.canParse(hook.targetUrl) ? new URL(hook.targetUrl) : null;
  if (!url || !["http:", "https:"].includes(url.protocol)) throw refused("TargetUrl is not an address");
  if (requireHttps && url.protocol !== "https:") throw refused("TargetUrl must be https");
  if (hook.name === "") throw refused("Name is missing");
  if (hook.events.length === 0) throw refused("Events are missing");
  const unknown = hook.events.find((event) => !EVENTS.includes(event));
  if (unknown !== undefined) throw refused(`Unknown event '${unknown}'`);
}

function refused(message: string): SuperOfficeRefusal {
  return new SuperOfficeRefusal(500, "SoWebhookException", message);
}

function completed(fields: WebhookFields, id: number, desk: SuperOfficeDesk): SuperOfficeWebhook {
  return {
    name: "",
    events: [],
    targetUrl: "",
    secret: "",
    state: "Active",
    type: "webhook",
    errorsEmail: "",
    headers: {},
    properties: {},
    ...fields,
    id,
    lastError: "",
    consecutiveFailures: 0,
    registered: desk.now().toISOString(),
  };
}

function fieldsOf(body: unknown): WebhookFields {
  const carrier = carrierOf(body);
  const state = carrier.get("State");
  const name = typeof state === "number" ? STATE_NUMBERS[state] : state;
  const known = STATES.find((candidate) => candidate === name);
  if (state !== undefined && state !== null && !known) throw unreadable("State");
  return {
    name: carrier.text("Name"),
    events: carrier.list("Events").map(String),
    targetUrl: carrier.text("TargetUrl"),
    secret: carrier.text("Secret"),
    state: known ?? "Active",
    type: carrier.text("Type") || "webhook",
    errorsEmail: carrier.text("ErrorsEmail"),
    headers: carrier.texts("Headers"),
    properties: carrier.texts("Properties"),
  };
}

function find({ desk }: Call, id: number): SuperOfficeWebhook {
  const hook = desk.state.webhooks.get(id);
  if (!hook) throw notFound("Webhook", id);
  return hook;
}

function wire(hook: SuperOfficeWebhook): object {
  return {
    WebhookId: hook.id,
    Name: hook.name,
    Events: hook.events,
    TargetUrl: hook.targetUrl,
    Secret: hook.secret,
    State: hook.state,
    Type: hook.type,
    ErrorsEmail: hook.errorsEmail,
    Headers: hook.headers,
    Properties: hook.properties,
    Registered: hook.registered,
  };
}
