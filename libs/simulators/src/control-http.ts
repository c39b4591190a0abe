import { Router } from "express";
import type { Request, Response } from "express";

import type { WaitOptions } from "./change-signal.ts";
import type { FaultPlan } from "./faults.ts";
import type { RequestCounts, WriteRecord } from "./records.ts";

/** What both controls have in common. */
export type CommonControl = {
  readonly faults: FaultPlan;
  readonly version: number;
  tickets(): unknown[];
  ticket(id: number): unknown;
  messages(ticketId: number): unknown[];
  reserveMessageId(): number;
  deleteMessage(id: number): void;
  writes(): WriteRecord[];
  requests(): RequestCounts;
  clearRecords(): void;
  setClockSkew(ms: number): void;
  waitFor(predicate: () => unknown, options?: WaitOptions): Promise<unknown>;
};

type Asked = { id: number; body: Record<string, unknown>; query: URLSearchParams };
type Method = "get" | "post" | "put" | "patch" | "delete";
type On = (method: Method, path: string, act: (asked: Asked) => unknown) => void;

const LONGEST_WAIT_MS = 60_000;

/**
 * The part of `/_control` that both simulators share. An action's result is answered as JSON with 200, nothing as 204,
 * and what it throws as 400 with `{"error": "…"}`.
 */
export function controlRouter(
  control: CommonControl,
  own: { addFault(body: unknown): number; alterBodies(body: unknown): void },
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
  on("get", "/tickets", () => control.tickets());
  on("get", "/tickets/:id", ({ id }) => control.ticket(id));
  on("get", "/tickets/:id/messages", ({ id }) => control.messages(id));
  on("delete", "/messages/:id", ({ id }) => control.deleteMessage(id));
  on("post", "/message-ids", () => ({ id: control.reserveMessageId() }));
  on("get", "/writes", () => control.writes());
  on("get", "/requests", () => control.requests());
  on("delete", "/records", () => control.clearRecords());
  on("get", "/faults", () => control.faults.list());
  on("post", "/faults", ({ body }) => ({ id: own.addFault(body) }));
  on("delete", "/faults", () => control.faults.clear());
  on("delete", "/faults/:id", ({ id }) => control.faults.clear(id));
  on("put", "/alter-bodies", ({ body }) => own.alterBodies(body));
  on("put", "/clock-skew", ({ body }) => control.setClockSkew(Number(body["ms"])));
  on("get", "/changes", ({ query }) => nextChange(control, query));
  return { router, on };
}

/** GET changes?since=N&timeoutMs=: answers when the version is past N, or with the same version after the time. */
async function nextChange(control: CommonControl, query: URLSearchParams): Promise<{ version: number }> {
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
  return {
    id,
    body: body as Record<string, unknown>,
    query: new URL(request.originalUrl, "http://simulator").searchParams,
  };
}
