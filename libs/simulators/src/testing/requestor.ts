import { onTestFinished } from "vitest";

import type { RequestorSimulatorOptions } from "../requestor/options.ts";
import { startRequestorSimulator } from "../requestor/server.ts";
import type { RequestorSimulator } from "../requestor/server.ts";
import { replyOf } from "./superoffice.ts";
import type { Reply } from "./superoffice.ts";

const OPERATOR = `Basic ${btoa("bridge:bridge-password")}`;
export const CUSTOMER = `Basic ${btoa("jane:jane-password")}`;

export type Client = RequestorSimulator & {
  get: (path: string, headers?: Record<string, string>) => Promise<Reply>;
  post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Reply>;
};

/** A simulator for one test, called with raw requests. A string body goes out as it is. */
export async function requestor(options: RequestorSimulatorOptions = {}): Promise<Client> {
  const simulator = await startRequestorSimulator(options);
  onTestFinished(() => simulator.stop());
  const own = { authorization: OPERATOR, "content-type": "application/json; charset=utf-8" };
  return {
    ...simulator,
    get: async (path, headers) =>
      replyOf(await fetch(`${simulator.url}/api${path}`, { headers: { authorization: OPERATOR, ...headers } })),
    post: async (path, body, headers) =>
      replyOf(
        await fetch(`${simulator.url}/api${path}`, {
          method: "POST",
          headers: { ...own, ...headers },
          body: typeof body === "string" ? body : JSON.stringify(body),
        }),
      ),
  };
}
