import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";

/** One real HTTP server, on one or more ports with the same behaviour. */
export class Listener {
  readonly #handle: RequestListener;
  readonly #host: string;
  readonly #servers: Server[] = [];

  constructor(handle: RequestListener, host: string) {
    this.#handle = handle;
    this.#host = host;
  }

  /** Listens on a port (0: any free one) and returns its origin, e.g. `http://127.0.0.1:4711`. */
  async listen(port: number): Promise<string> {
    const server = createServer({ keepAliveTimeout: 60_000 }, this.#handle);
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, this.#host, () => {
        server.off("error", reject);
        resolve();
      });
    });
    this.#servers.push(server);
    const { port: bound } = server.address() as AddressInfo;
    const host = this.#host.includes(":") ? `[${this.#host}]` : this.#host;
    return `http://${host}:${bound}`;
  }

  /** Closes every port and cuts what is still connected, held answers too. */
  async close(): Promise<void> {
    await Promise.all(
      this.#servers.splice(0).map(
        (server) =>
          new Promise<void>((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
          }),
      ),
    );
  }
}
