import type { ReadOptions, RegisteredWebhook, WantedWebhook } from "@ticket-bridge/helpdesk";
import { z } from "zod";

import type { SuperOfficeContext } from "./context.ts";

/** The only two events of tickets that there are. */
const events = ["ticket.created", "ticket.changed"];

/** WebhookState by its name, and by its number as archives give it. */
const states: Readonly<Record<string, RegisteredWebhook["state"]>> = {
  Active: "active",
  "1": "active",
  Stopped: "stopped",
  "2": "stopped",
  TooManyErrors: "too-many-errors",
  "3": "too-many-errors",
};

const webhookWire = z.looseObject({
  WebhookId: z.union([z.number(), z.string()]),
  Name: z.string().nullish(),
  TargetUrl: z.string().nullish(),
  State: z.union([z.number(), z.string()]).nullish(),
});
type WebhookWire = z.output<typeof webhookWire>;

/** The webhook of this name (GET Webhook); null when there is none. Rejects with DeliveryError, a fault of the side. */
export async function findWebhook(
  context: SuperOfficeContext,
  name: string,
  options?: ReadOptions,
): Promise<RegisteredWebhook | null> {
  const found = await findWire(context, name, options);
  if (found === null) return null;
  const { state } = toWebhook(found, null);
  return toWebhook(found, state === "active" ? null : await lastError(context, found, options));
}

/**
 * POST Webhook, or PUT Webhook/{id} where one of this name stands: also the only way back from TooManyErrors. SuperOffice
 * makes its test call before it answers. Rejects with DeliveryError.
 */
export async function registerWebhook(
  context: SuperOfficeContext,
  wanted: WantedWebhook,
  options?: ReadOptions,
): Promise<RegisteredWebhook> {
  const standing = await findWire(context, wanted.name, options);
  const { name: Name, targetUrl: TargetUrl, secret: Secret } = wanted;
  const body = { ...standing, Name, Events: events, TargetUrl, Secret, State: "Active", Type: "webhook" };
  const call = {
    ...(standing === null
      ? ({ method: "POST", path: "Webhook" } as const)
      : ({ method: "PUT", path: `Webhook/${standing.WebhookId}` } as const)),
    ...{ body, safeToRepeat: false, confidential: [Secret], about: "side" as const },
  };
  return toWebhook(await context.client.get(call, webhookWire, options), null);
}

async function findWire(
  { client }: SuperOfficeContext,
  name: string,
  options?: ReadOptions,
): Promise<WebhookWire | null> {
  const path = `Webhook?nameFilter=${encodeURIComponent(name)}`;
  const call = { method: "GET", path, safeToRepeat: true, about: "side" } as const;
  const hooks = await client.get(call, z.array(webhookWire), options);
  // The filter finds names that begin so as well.
  return hooks.find((hook) => hook.Name === name) ?? null;
}

async function lastError(
  { client }: SuperOfficeContext,
  { WebhookId }: WebhookWire,
  options?: ReadOptions,
): Promise<string | null> {
  const path = `Webhook/${WebhookId}/LastError`;
  const call = { method: "GET", path, safeToRepeat: true, about: "side" } as const;
  const told = await client.find(call, z.unknown(), options);
  return typeof told === "string" && told.trim() !== "" ? told : null;
}

function toWebhook({ WebhookId, TargetUrl, State }: WebhookWire, error: string | null): RegisteredWebhook {
  const state = states[String(State)] ?? "unknown";
  return { id: String(WebhookId), targetUrl: TargetUrl ?? "", state, lastError: error };
}
