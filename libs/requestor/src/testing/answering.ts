import { requestorAt } from "./requestor-at.ts";
import { startScriptedServer, type ScriptedAnswer, type SeenRequest } from "./scripted-server.ts";
import type { Requestor, RequestorOptions } from "../adapter.ts";

const operator = { User: { UserProviderKey: "k", FullName: "Ticket Bridge", IsOperator: true }, AccountExists: true };

export interface Conversation extends AsyncDisposable {
  readonly requestor: Requestor;
  readonly seen: readonly SeenRequest[];
  readonly url: string;
}

export interface AnsweringOptions extends Partial<Omit<RequestorOptions, "url">> {
  /** Appended to the server's origin. */
  readonly below?: string;
  readonly maxResponseBytes?: number;
  /** The answer to GetRequestorUser; an operator when missing. */
  readonly account?: unknown;
}

/** The adapter against a server that answers whatever the test says to everything but GetRequestorUser. */
export async function answering(
  answer: ScriptedAnswer | ((request: SeenRequest) => ScriptedAnswer),
  { below = "", account = operator, ...options }: AnsweringOptions = {},
): Promise<Conversation> {
  const server = await startScriptedServer((request) => {
    if (request.url.includes("GetRequestorUser")) return json(account);
    return typeof answer === "function" ? answer(request) : answer;
  });
  const requestor = requestorAt(`${server.url}${below}`, options);
  return {
    requestor,
    seen: server.seen,
    url: server.url,
    [Symbol.asyncDispose]: async () => {
      await requestor[Symbol.asyncDispose]();
      await server.stop();
    },
  };
}

export const json = (body: unknown, status = 200): ScriptedAnswer => ({ status, body: JSON.stringify(body) });

export const html = (status: number, text = "Oops"): ScriptedAnswer => ({
  status,
  type: "text/html",
  body: `<!DOCTYPE html><html><head><title>${text}</title></head><body>${text}<br></body></html>`,
});
