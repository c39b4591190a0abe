import type { Router } from "express";

import { controlRouter } from "../control-http.ts";
import type { FaultSpec } from "../faults.ts";
import type { RequestorControl } from "./control.ts";
import type { RequestorHook } from "./model.ts";

/** The control of Requestor for other processes, as JSON under `/_control`. */
export function requestorControlRoutes(control: RequestorControl): Router {
  const { router, on } = controlRouter(control, {
    addFault: (body) => control.faults.add(body as FaultSpec),
    alterBodies: (body) => control.alterBodies(body),
  });
  on("post", "/tickets", ({ body }) => control.createTicket(body));
  on("patch", "/tickets/:id", ({ id, body }) => control.setTicket(id, body));
  on("delete", "/tickets/:id", ({ id }) => control.removeTicket(id));
  on("post", "/tickets/:id/messages", ({ id, body }) => control.addMessage(id, body));
  on("post", "/tickets/:id/hint", ({ id }) => control.sendHint(id));
  on("patch", "/messages/:id", ({ id, body }) => control.editMessage(id, body));
  on("get", "/users", () => control.users());
  on("put", "/webhook", ({ body }) => control.webhook(body as RequestorHook));
  on("delete", "/webhook", () => control.webhook(null));
  on("get", "/hints", () => control.hints());
  return router;
}
