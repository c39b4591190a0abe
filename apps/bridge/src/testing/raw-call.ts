import { request, type IncomingHttpHeaders } from "node:http";

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Empty when it was no JSON. */
  readonly body: Record<string, unknown>;
}

export interface RawCall {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly socketPath?: string;
}

/** One call with just these headers: fetch adds some of its own and refuses to send others. */
export async function rawCall(
  url: string,
  { method = "GET", headers = {}, body, socketPath }: RawCall = {},
): Promise<RawAnswer> {
  const sent = body === undefined ? undefined : JSON.stringify(body);
  const length =
    sent === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(sent) };
  return await new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method, headers: { ...length, ...headers }, ...(socketPath !== undefined && { socketPath }) },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (piece: string) => (text += piece));
        answer.on("end", () => {
          const isJson = /json/.test(answer.headers["content-type"] ?? "");
          const read = (isJson ? JSON.parse(text) : {}) as Record<string, unknown>;
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, body: read });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(sent);
  });
}
