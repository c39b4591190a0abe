import { createConnection, createServer, type Socket } from "node:net";
import { once } from "node:events";

/** Between the type byte and the length of a message to the server. */
const headerBytes = 5;
const startupBytes = 4;

/**
 * A way to a PostgreSQL server that counts the statements sent on it: each Execute and each simple Query is one. The
 * server ships no such counter without an extension, and its log would be slower than this.
 */
export class StatementCounter {
  readonly url: string;
  readonly #server: ReturnType<typeof createServer>;
  readonly #texts = new Map<string, number>();
  readonly #sockets = new Set<Socket>();

  private constructor(url: string, server: ReturnType<typeof createServer>) {
    this.url = url;
    this.#server = server;
  }

  /** Listens on a free port; `url` leads through it to the same database. */
  static async start(databaseUrl: string): Promise<StatementCounter> {
    const target = new URL(databaseUrl);
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const url = new URL(databaseUrl);
    url.port = String(typeof address === "object" ? address?.port : "");
    const counter = new StatementCounter(url.href, server);
    server.on("connection", (client) => counter.#lead(client, Number(target.port), target.hostname));
    return counter;
  }

  get count(): number {
    return [...this.#texts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** How often each statement was sent, by its text, the most frequent first. */
  byText(): readonly (readonly [text: string, count: number])[] {
    return [...this.#texts].sort(([, a], [, b]) => b - a);
  }

  clear(): void {
    this.#texts.clear();
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  #lead(client: Socket, port: number, host: string): void {
    const server = createConnection({ port, host, noDelay: true });
    client.setNoDelay(true);
    const names = new Map<string, string>();
    const portals = new Map<string, string>();
    const look = eachMessage((type, body) => {
      if (type === "P") names.set(textAt(body, 0), textAt(body, end(body, 0)));
      if (type === "B") portals.set(textAt(body, 0), names.get(textAt(body, end(body, 0))) ?? "");
      if (type === "E") this.#add(portals.get(textAt(body, 0)) ?? "");
      if (type === "Q") this.#add(textAt(body, 0));
    });
    client.on("data", look);
    client.pipe(server);
    server.pipe(client);
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("close", () => {
        this.#sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
  }

  #add(text: string): void {
    this.#texts.set(text, (this.#texts.get(text) ?? 0) + 1);
  }
}

/** Cuts what a client sends into messages: one without a type at first, then a type, a length and a body each. */
function eachMessage(tell: (type: string, body: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let started = false;
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const header = started ? headerBytes : startupBytes;
      if (rest.length < header) return;
      const length = rest.readUInt32BE(header - 4) + header - 4;
      if (rest.length < length) return;
      if (started) tell(String.fromCharCode(rest[0] ?? 0), rest.subarray(header, length));
      started = true;
      rest = rest.subarray(length);
    }
  };
}

/** Where the text that begins at `from` is over, past its NUL. */
function end(body: Buffer, from: number): number {
  return body.indexOf(0, from) + 1;
}

function textAt(body: Buffer, from: number): string {
  return body.toString("utf8", from, body.indexOf(0, from));
}
