import type { Router } from "express";

import { controlRouter } from "../control-http.ts";
import type { FaultSpec } from "../faults.ts";
import type { SuperOfficeControl } from "./control.ts";
import type { WebhookFields } from "./webhook-api.ts";

/** The control of SuperOffice for other processes, as JSON under `/_control`. */
export function superOfficeControlRoutes(control: SuperOfficeControl): Router {
  const { router, on } = controlRouter(control, {
    addFault: (body) => control.faults.add(body as FaultSpec),
    alterBodies: (body) => control.alterBodies(body),
  });
  on("post", "/tickets", ({ body }) => control.createTicket(body));
  on("patch", "/tickets/:id", ({ id, body }) => control.setTicket(id, body));
  on("delete", "/tickets/:id", ({ id }) => control.removeTicket(id));
  on("post", "/tickets/:id/messages", ({ id, body }) => control.addMessage(id, body));
  on("post", "/tickets/:id/read", ({ id }) => control.readTicket(id));
  on("patch", "/messages/:id", ({ id, body }) => control.editMessage(id, body));
  on("get", "/messages/:id/attachments", ({ id }) => control.attachments(id));
  on("post", "/expire-tickets", () => control.expireTickets());
  on("post", "/move-tenant", async () => ({ url: await control.moveTenant() }));
  on("get", "/webhooks", () => control.webhooks());
  on("post", "/webhooks", ({ body }) => control.registerWebhook(body as WebhookFields & { targetUrl: string }));
  on("get", "/webhook-tries", () => control.webhookTries());
  return router;
}
