import express, { Router } from "express";
import type { Request, Response } from "express";

import { readBodyAlteration, type BodyAlteration } from "./body-alteration.ts";
import { collectBody } from "./body.ts";
import type { FaultMix, OutageKind } from "./fault-mix.ts";
import type { PageOptions } from "./page.ts";
import { Listener } from "./listener.ts";
import type { SimulatorControl } from "./simulator-control.ts";

/** What the routes below need of a control. */
export type RoutedControl = SimulatorControl & {
  tickets(page?: PageOptions): unknown[];
  ticket(id: number): unknown;
  messages(ticketId: number): unknown[];
  messagePage(page: PageOptions): unknown[];
  reserveMessageId(): number;
  deleteMessage(id: number): void;
};

type Asked = {
  id: number;
  body: Record<string, unknown>;
  query: URLSearchParams;
  page: PageOptions;
  /** Whether it came in at the control's own port. */
  ownPort: boolean;
};
type Method = "get" | "post" | "put" | "patch" | "delete";
type On = (method: Method, path: string, act: (asked: Asked) => unknown) => void;

const LONGEST_WAIT_MS = 60_000;
const LONGEST_BODY = 64 * 1024 * 1024;

/**
 * The part of `/_control` that both simulators share. An action's result is answered as JSON with 200, nothing as 204,
 * and what it throws as 400 with `{"error": "…"}`.
 */
export function controlRouter(
  control: RoutedControl,
  own: { addFault(body: unknown): number; alterBodies(body: BodyAlteration): void },
): { router: Router; on: On } {
  const router = Router();
  const on: On = (method, path, act) => {
    router[method](path, async (request: Request, response: Response) => {
      try {
        const result = await act(askedOf(request));
        if (result === undefined) response.status(204).end();
        else response.json(result);
      } catch (error) {
        response.status(400).json({ error: error instanceof Error ? error.message : String(error) });
      }
    });
  };
  deskRoutes(control, on);
  recordRoutes(control, on);
  on("get", "/faults", () => control.faults.list());
  on("post", "/faults", ({ body }) => ({ id: own.addFault(body) }));
  on("delete", "/faults", () => control.faults.clear());
  on("delete", "/faults/:id", ({ id }) => control.faults.clear(id));
  on("post", "/unleash", ({ body }) => control.unleash(body as FaultMix));
  on("post", "/calm", () => control.calm());
  on("post", "/down", ({ body, ownPort }) => control.down(...outageOf(body, ownPort)));
  on("post", "/up", () => control.up());
  on("get", "/outage", () => ({ outage: control.outage }));
  on("get", "/fault-counts", () => control.faultCounts());
  on("get", "/pending", () => control.pending());
  on("put", "/alter-bodies", ({ body }) => own.alterBodies(readBodyAlteration(body)));
  on("put", "/clock-skew", ({ body }) => control.setClockSkew(Number(body["ms"])));
  on("get", "/changes", ({ query }) => nextChange(control, query));
  return { router, on };
}

/** The control on a port of its own, which no fault of the helpdesk closes. */
export function controlListener(routes: Router, host: string): Listener {
  const app = express();
  app.disable("x-powered-by");
  app.locals["ownPort"] = true;
  app.use(collectBody(LONGEST_BODY));
  app.use("/_control", routes);
  return new Listener((request, response) => {
    app(request, response);
  }, host);
}

function deskRoutes(control: RoutedControl, on: On): void {
  on("get", "/tickets", ({ page }) => control.tickets(page));
  on("get", "/tickets/:id", ({ id }) => control.ticket(id));
  on("get", "/tickets/:id/messages", ({ id }) => control.messages(id));
  on("get", "/messages", ({ page }) => control.messagePage(page));
  on("delete", "/messages/:id", ({ id }) => control.deleteMessage(id));
  on("post", "/message-ids", () => ({ id: control.reserveMessageId() }));
}

function recordRoutes(control: RoutedControl, on: On): void {
  on("get", "/ledger", ({ page }) => control.ledger(page));
  on("get", "/writes", ({ page }) => control.writes(page));
  on("get", "/sent", ({ page }) => control.sent(page));
  on("get", "/requests", () => control.requests());
  on("get", "/calls", ({ page }) => control.calls(page.after));
  on("get", "/most-above", ({ query }) => ({ calls: control.mostAbove(Number(query.get("rate"))) }));
  on("delete", "/records", () => control.clearRecords());
}

/** Refusing connections would cut the very one that asks for it, and the one that would end it. */
function outageOf({ kind, forMs }: Record<string, unknown>, ownPort: boolean): [OutageKind, number | undefined] {
  if (kind !== "refused" && kind !== "hanging" && kind !== "offline") {
    throw new TypeError("The kind of an outage is refused, hanging or offline.");
  }
  if (kind === "refused" && !ownPort) throw new TypeError("Ask for that at the control's own port.");
  if (forMs !== undefined && typeof forMs !== "number") throw new TypeError("forMs must be a number.");
  return [kind, forMs];
}

/** GET changes?since=N&timeoutMs=: answers when the version is past N, or with the same version after the time. */
async function nextChange(control: RoutedControl, query: URLSearchParams): Promise<{ version: number }> {
  const since = Number(query.get("since") ?? control.version);
  const timeoutMs = Math.min(Number(query.get("timeoutMs") ?? 25_000), LONGEST_WAIT_MS);
  await control.waitFor(() => control.version > since, { timeoutMs }).catch(() => undefined);
  return { version: control.version };
}

function askedOf(request: Request): Asked {
  const bytes: unknown = request.body;
  const text = Buffer.isBuffer(bytes) ? bytes.toString("utf8") : "";
  const body: unknown = text === "" ? {} : JSON.parse(text);
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new TypeError("The body must be an object.");
  const id = Number(request.params["id"] ?? 0);
  if (!Number.isInteger(id)) throw new TypeError("The id must be a number.");
  const { searchParams: query } = new URL(request.originalUrl, "http://simulator");
  const page = { ...numberOf(query, "after"), ...numberOf(query, "limit") };
  const ownPort = request.app.locals["ownPort"] === true;
  return { id, body: body as Record<string, unknown>, query, page, ownPort };
}

function numberOf(query: URLSearchParams, name: "after" | "limit"): PageOptions {
  const text = query.get(name);
  if (text === null) return {};
  if (!/^\d+$/.test(text)) throw new TypeError(`${name} must be a number.`);
  return { [name]: Number(text) };
}
