import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

import { oneOf, type Random } from "../random.ts";

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

/** A road to a server on the loopback that can be cut: every connection to `port` goes on to the server's own. */
export class CuttableConnections {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #swallowing = false;
  #onSwallowed: () => void = () => undefined;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(serverPort: number): Promise<CuttableConnections> {
    const server = createServer();
    const road = new CuttableConnections(server);
    server.on("connection", (client) => road.#join(client, connect(serverPort, "127.0.0.1")));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return road;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Cuts one connection; false when there is none. */
  cutOne(random: Random): boolean {
    if (this.#pairs.size === 0) return false;
    this.#cut(oneOf(random, [...this.#pairs]));
    return true;
  }

  cutAll(): number {
    const cut = this.#pairs.size;
    for (const pair of [...this.#pairs]) this.#cut(pair);
    return cut;
  }

  /** The next answer of the server is dropped and its connection cut: what was asked is done, and nobody hears of it. */
  swallowNextAnswer(onSwallowed: () => void): void {
    this.#swallowing = true;
    this.#onSwallowed = onSwallowed;
  }

  spareAnswers(): void {
    this.#swallowing = false;
  }

  async close(): Promise<void> {
    this.cutAll();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #join(client: Socket, server: Socket): void {
    const pair = { client, server };
    this.#pairs.add(pair);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.setNoDelay(true);
      // Whatever ends one half ends the other; the error itself is the bridge's business.
      one.on("error", () => undefined);
      one.on("close", () => {
        this.#pairs.delete(pair);
        other.destroy();
      });
    }
    client.on("data", (bytes) => void server.write(bytes));
    server.on("data", (bytes) => {
      if (!this.#swallowing) return void client.write(bytes);
      this.#swallowing = false;
      this.#cut(pair);
      this.#onSwallowed();
    });
  }

  #cut(pair: Pair): void {
    this.#pairs.delete(pair);
    pair.client.resetAndDestroy();
    pair.server.destroy();
  }
}
