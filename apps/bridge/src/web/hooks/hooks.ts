import type { IncomingHttpHeaders } from "node:http";

import type { Side } from "@ticket-bridge/helpdesk";
import { readRequestorWebhook, verifyRequestorWebhook } from "@ticket-bridge/requestor";
import { readSuperOfficeWebhook, verifySuperOfficeWebhook } from "@ticket-bridge/superoffice";
import express, { Router, type RequestHandler } from "express";

import type { Metrics } from "../../metrics/metrics.ts";
import { withinLimit } from "../body-limit.ts";
import { Problem } from "../problem.ts";
import type { HintBox } from "./hint-box.ts";
import type { HookTimes } from "./hook-times.ts";

export interface HookParts {
  readonly secrets: Readonly<Record<Side, string | null>>;
  readonly box: HintBox;
  readonly times: Readonly<Record<Side, HookTimes>>;
  readonly metrics: Metrics;
}

/** What one side's webhook is made of. */
interface Hook {
  readonly side: Side;
  readonly verify: (rawBody: Buffer, headers: IncomingHttpHeaders, secret: string) => boolean;
  /** Puts the hint into the box. Throws Problem for a body that its sender should mend. */
  readonly accept: (rawBody: Buffer, headers: IncomingHttpHeaders, box: HintBox) => "accepted" | "test";
}

const superofficeHook: Hook = {
  side: "superoffice",
  verify: (rawBody, headers, secret) =>
    verifySuperOfficeWebhook(rawBody, single(headers["x-superoffice-signature"]), [secret]),
  accept: (rawBody, headers, box) => {
    const hook = readSuperOfficeWebhook(rawBody, headers);
    if (hook.kind === "test") return "test";
    requireJson(rawBody);
    if (hook.kind === "ticket") box.addTicket("superoffice", hook.ticketId);
    return "accepted";
  },
};

const requestorHook: Hook = {
  side: "requestor",
  verify: (rawBody, headers, secret) =>
    verifyRequestorWebhook(rawBody, single(headers["x-hub-signature-256"]), [secret]),
  accept: (rawBody, _headers, box) => {
    requireJson(rawBody);
    const hook = readRequestorWebhook(rawBody);
    if (hook.kind === "ticket") box.addTicket("requestor", hook.ticketId);
    else if (hook.kind === "reference") box.addReference(hook.reference);
    else throw Problem.of(400, "TicketId", 'Send {"TicketId":1} or {"TicketREF":"INC-000047"}.');
    return "accepted";
  },
};

/**
 * The webhooks. 404 while no secret is configured, 413 above 1 MB, 401 for a wrong or missing signature (checked over the
 * raw body before anything reads it), else 200 at once: what follows happens after the answer.
 */
export function hooks(parts: HookParts): Router {
  const router = Router();
  for (const hook of [superofficeHook, requestorHook]) {
    router
      .route(`/${hook.side}`)
      .post(
        configured(parts, hook),
        withinLimit("1mb", express.raw({ type: () => true, limit: "1mb", inflate: false })),
        receive(parts, hook),
      )
      .all(() => {
        throw new Problem(405, "A webhook is sent with POST.", { headers: { allow: "POST" } });
      });
  }
  return router;
}

function configured(parts: HookParts, hook: Hook): RequestHandler {
  return (_request, _response, next) => {
    if (parts.secrets[hook.side] !== null) {
      next();
      return;
    }
    throw new Problem(404, `No webhook secret is configured: ${hook.side.toUpperCase()}_WEBHOOK_SECRET.`);
  };
}

function receive(parts: HookParts, hook: Hook): RequestHandler {
  return (request, response) => {
    const rawBody: unknown = request.body;
    const bytes = Buffer.isBuffer(rawBody) ? rawBody : Buffer.alloc(0);
    const secret = parts.secrets[hook.side];
    if (secret === null || !hook.verify(bytes, request.headers, secret)) {
      parts.metrics.hookReceived(hook.side, "refused");
      parts.times[hook.side].refused();
      throw new Problem(401, "The signature is missing or wrong.");
    }
    parts.times[hook.side].heard();
    const outcome = hook.accept(bytes, request.headers, parts.box);
    parts.metrics.hookReceived(hook.side, outcome);
    response.status(200).json({});
  };
}

function requireJson(rawBody: Buffer): void {
  try {
    JSON.parse(rawBody.toString("utf8"));
  } catch (cause) {
    throw new Problem(400, "The body is not valid JSON.", {
      cause,
      faults: [{ field: "body", detail: "is not valid JSON" }],
    });
  }
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
