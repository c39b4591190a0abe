import { request } from "node:http";
import { join } from "node:path";

import { apiSocketName } from "@ticket-bridge/assembly";
import { withShortPath } from "@ticket-bridge/store";

/** The bridge said no; the message is its sentence. */
export class BridgeRefusedError extends Error {
  override readonly name = "BridgeRefusedError";
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

/** The bridge that has the data folder does not answer, or no longer. */
export class BridgeGoneError extends Error {
  override readonly name = "BridgeGoneError";

  constructor(sentence: string, cause: unknown) {
    super(sentence, { cause });
  }
}

/** The bridge could not use a helpdesk at the start; the message is its sentence. */
export class HelpdeskTroubleError extends Error {
  override readonly name = "HelpdeskTroubleError";
  readonly trouble: "credentials" | "unreachable";

  constructor(trouble: "credentials" | "unreachable", detail: string) {
    super(detail);
    this.trouble = trouble;
  }
}

/** One call of the admin API. Rejects with BridgeRefusedError, or BridgeGoneError when nobody answers. */
export type CallBridge = (method: "GET" | "POST" | "DELETE", path: string, body?: unknown) => Promise<unknown>;

export interface BridgeManners {
  /** What a person is told when it does not answer. */
  readonly ifGone: string;
  /** Longer than any answer takes. */
  readonly patienceMs: number;
}

/** Calls of the bridge that has this data folder, over its socket there. */
export function bridgeIn(dataDir: string, manners: BridgeManners): CallBridge {
  return async (method, path, body) => {
    const { status, text } = await withShortPath(dataDir, apiSocketName.length, (folder) =>
      exchange({
        socketPath: join(folder, apiSocketName),
        ...{ method, path, body: body === undefined ? null : JSON.stringify(body) },
        manners,
      }),
    );
    const answer: unknown = text === "" ? null : JSON.parse(text);
    if (status >= 400) throw new BridgeRefusedError(status, detailOf(answer));
    return answer;
  };
}

interface Exchange {
  readonly socketPath: string;
  readonly method: string;
  readonly path: string;
  readonly body: string | null;
  readonly manners: BridgeManners;
}

async function exchange({ socketPath, method, path, body, manners }: Exchange): Promise<{
  status: number;
  text: string;
}> {
  const { ifGone, patienceMs } = manners;
  return await new Promise((resolve, reject) => {
    const failed = (error: unknown) => reject(new BridgeGoneError(ifGone, error));
    const headers =
      body === null ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const call = request({ socketPath, method, path, headers, timeout: patienceMs }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (piece: string) => (text += piece));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
      answer.on("error", failed);
    });
    call.on("timeout", () => call.destroy(new Error(`no answer within ${patienceMs / 1_000} s`)));
    call.on("error", failed);
    call.end(body ?? undefined);
  });
}

function detailOf(answer: unknown): string {
  return typeof answer === "object" && answer !== null && "detail" in answer && typeof answer.detail === "string"
    ? answer.detail
    : "The bridge refused this without saying why.";
}
