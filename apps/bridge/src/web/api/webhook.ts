import type { RegisteredWebhook } from "@ticket-bridge/helpdesk";

import { Problem } from "../problem.ts";
import type { ApiContext } from "./context.ts";
import { operation, type AnyOperation } from "./operation.ts";
import { refusePaused } from "./refuse-paused.ts";
import * as schemas from "./schemas/settings.ts";

const path = "/api/sides/superoffice/webhook";

export function webhookOperations(context: ApiContext): AnyOperation[] {
  return [getWebhook(context), registerWebhook(context)];
}

function getWebhook(context: ApiContext): AnyOperation {
  const { store } = context;
  return operation({
    id: "getWebhook",
    method: "get",
    path,
    summary: "Whether SuperOffice tells this bridge of changes, as it said within the last minute",
    success: { status: 200, description: "The webhook", schema: schemas.webhook },
    problems: { 409: "SuperOffice is paused", 502: "SuperOffice could not be read" },
    handle: async () => {
      await refusePaused(store, ["superoffice"]);
      return webhookAsJson(context, await context.webhookReading.get());
    },
  });
}

function registerWebhook(context: ApiContext): AnyOperation {
  const { store, helpdesks, mode, webhook, log } = context;
  return operation({
    id: "registerWebhook",
    method: "post",
    path,
    summary: "Have SuperOffice tell this bridge of changes: makes its webhook, or makes it active again",
    success: { status: 200, description: "The webhook as it is now", schema: schemas.webhook },
    problems: {
      409: "PUBLIC_URL or SUPEROFFICE_WEBHOOK_SECRET is not set, the bridge only observes, or SuperOffice is paused",
      502: "SuperOffice refused it or could not be asked",
    },
    describe: () => ({
      what: "Register SuperOffice's webhook, or make it active again.",
      target: { kind: "side", id: "superoffice" },
    }),
    handle: async () => {
      const targetUrl = targetUrlOf(context);
      if (mode === "observe") throw new Problem(409, "The bridge only observes (MODE=observe) and writes nothing.");
      if (webhook.secret === null) throw new Problem(409, "SUPEROFFICE_WEBHOOK_SECRET is not set; set it first.");
      if (targetUrl === null)
        throw new Problem(409, "PUBLIC_URL is not set: nobody knows where SuperOffice is to call.");
      await refusePaused(store, ["superoffice"]);
      const wanted = { name: webhookName(context.identity), targetUrl, secret: webhook.secret };
      const registered = await helpdesks.superoffice.registerWebhook(wanted);
      context.webhookReading.set(registered);
      log.info({ side: "superoffice", targetUrl }, "The webhook was registered.");
      return webhookAsJson(context, registered);
    },
  });
}

/** Bridges that share a tenant have a webhook each. */
export function webhookName({ bridgeId }: { readonly bridgeId: string }): string {
  return `ticket-bridge ${bridgeId}`;
}

function targetUrlOf({ webhook: { publicUrl } }: ApiContext): string | null {
  return publicUrl === null ? null : `${publicUrl}/hooks/superoffice`;
}

function webhookAsJson(context: ApiContext, found: RegisteredWebhook | null) {
  const wantedUrl = targetUrlOf(context);
  const isElsewhere = found !== null && wantedUrl !== null && found.targetUrl !== wantedUrl;
  const state = found === null ? "missing" : found.state === "active" && isElsewhere ? "elsewhere" : found.state;
  return {
    ...{ state, sentence: sentences[state], targetUrl: found?.targetUrl ?? null, lastError: found?.lastError ?? null },
    ...{ wantedUrl, isSecretSet: context.webhook.secret !== null },
  };
}

const sentences = {
  active: "SuperOffice tells this bridge of changes as they happen.",
  stopped:
    "The webhook was stopped in SuperOffice; register it to make it active again. Polling finds everything meanwhile.",
  "too-many-errors":
    "SuperOffice gave up after nine failed calls; see that PUBLIC_URL can be reached from there, then register it again. Polling finds everything meanwhile.",
  unknown: "SuperOffice names a state that this bridge does not know; register the webhook again.",
  elsewhere: "The webhook calls another address than this bridge's; register it to have it call here.",
  missing:
    "SuperOffice has no webhook of this bridge; register it to hear of changes at once. Polling finds them anyway.",
} as const;
