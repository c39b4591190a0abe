import type { HttpClient, HttpRequest } from "@ticket-bridge/http";

/** Calls to one helpdesk, each sent as it is and answered whole. All of them throw on any answer but success. */
export interface BareCalls {
  /** JSON there and JSON back. */
  json(method: "GET" | "POST", path: string, body?: object): Promise<unknown>;
  /** The bytes at this address. */
  download(url: string): Promise<Buffer>;
  upload(path: string, bytes: Buffer): Promise<void>;
}

/** @param root what stands before each path; `login` is user name and password. */
export function bareCalls(client: HttpClient, root: string, login: string): BareCalls {
  const authorization = { authorization: `Basic ${btoa(login)}` };
  const jsonHeaders = {
    accept: "application/json",
    "content-type": "application/json; charset=utf-8",
    "so-timezone": "UTC, includeTZOffset",
    ...authorization,
  };
  const send = async (request: Pick<HttpRequest, "method" | "url" | "headers" | "body" | "sink">) => {
    const answer = await client.send({ ...request, safeToRepeat: false });
    if (answer.status === 200 || answer.status === 204) return answer.text;
    throw new Error(`${request.method} ${request.url} was answered ${answer.status}.`);
  };
  return {
    json: async (method, path, body) => {
      const text = await send({
        ...{ method, url: root + path, headers: jsonHeaders },
        ...(body && { body: JSON.stringify(body) }),
      });
      return JSON.parse(text) as unknown;
    },
    download: async (url) => {
      const pieces: Uint8Array[] = [];
      // Copied: the piece's memory is the client's.
      const sink = { begin: () => undefined, write: (piece: Uint8Array) => void pieces.push(Uint8Array.from(piece)) };
      await send({ method: "GET", url, headers: authorization, sink });
      return Buffer.concat(pieces);
    },
    upload: async (path, bytes) => {
      const headers = { ...authorization, "content-type": "application/octet-stream" };
      await send({ method: "POST", url: root + path, headers, body: bytes });
    },
  };
}
