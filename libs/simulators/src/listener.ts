import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

const PORT_TRIES = 200;
const PORT_PAUSE_MS = 50;

/** One real HTTP server, on one or more ports with the same behaviour. */
export class Listener {
  readonly #handle: RequestListener;
  readonly #host: string;
  readonly #servers: Server[] = [];
  #closedPorts: number[] = [];
  #closed = false;
  /** Closing and opening happen one after the other, in the order in which they were asked for. */
  #turn: Promise<void> = Promise.resolve();

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

  /** From now on connections to every port are refused; what was connected is cut. */
  refuse(): Promise<void> {
    return this.#inTurn(async () => {
      this.#closedPorts.push(...this.#servers.map((server) => (server.address() as AddressInfo).port));
      await this.#closeServers();
    });
  }

  /** Listens again on the ports that refused. */
  accept(): Promise<void> {
    return this.#inTurn(async () => {
      for (const port of this.#closedPorts.splice(0)) await this.#listenAgain(port);
    });
  }

  /** Closes every port for good and cuts what is still connected, held answers too. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#inTurn(() => this.#closeServers());
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(act);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** An outgoing connection of anybody can have borrowed the port meanwhile: it comes free again in a moment. */
  async #listenAgain(port: number): Promise<void> {
    for (let left = PORT_TRIES; !this.#closed; left -= 1) {
      try {
        await this.listen(port);
        return;
      } catch (error) {
        if (left <= 1) throw error;
        await delay(PORT_PAUSE_MS);
      }
    }
  }

  async #closeServers(): Promise<void> {
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
