import { onTestFinished } from "vitest";

import { SUPEROFFICE_DEFAULTS } from "../superoffice/options.ts";
import type { SuperOfficeSimulatorOptions } from "../superoffice/options.ts";
import { startSuperOfficeSimulator } from "../superoffice/server.ts";
import type { SuperOfficeSimulator } from "../superoffice/server.ts";

export type Reply = { status: number; headers: Headers; text: string; json: Record<string, unknown> };

export const BASIC = `Basic ${btoa(`${SUPEROFFICE_DEFAULTS.username}:${SUPEROFFICE_DEFAULTS.password}`)}`;

export type Client = SuperOfficeSimulator & {
  call: (method: string, path: string, body?: unknown, init?: RequestInit) => Promise<Reply>;
};

/** A simulator for one test, called with raw requests. */
export async function superOffice(options: SuperOfficeSimulatorOptions = {}): Promise<Client> {
  const simulator = await startSuperOfficeSimulator(options);
  onTestFinished(() => simulator.stop());
  return {
    ...simulator,
    call: (method, path, body, init) => request(`${simulator.url}/api/v1${path}`, method, body, init),
  };
}

async function request(url: string, method: string, body: unknown, init: RequestInit = {}): Promise<Reply> {
  const headers = { authorization: BASIC, "content-type": "application/json", "so-timezone": "UTC, includeTZOffset" };
  const response = await fetch(url, {
    ...init,
    method,
    headers: init.headers ?? headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return replyOf(response);
}

export async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  const json = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, headers: response.headers, text, json };
}
