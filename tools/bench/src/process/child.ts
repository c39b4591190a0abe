import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";

import type { Answered, Handlers } from "./serve.ts";

/** A process of the bench's own that answers calls by name. */
export class Child<Served extends Handlers> {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  #calls = 0;

  private constructor(child: ChildProcess) {
    this.#process = child;
    child.on("message", (answered: Answered) => this.#take(answered));
    child.once("exit", (code, signal) => this.#lose(new Error(`A process of the bench ended: ${signal ?? code}.`)));
  }

  /** Starts a module; resolves when it serves. */
  static async start<Served extends Handlers>(module: URL): Promise<Child<Served>> {
    const child = fork(module, { execArgv: ["--conditions=@ticket-bridge/source"], serialization: "advanced" });
    await once(child, "message");
    return new Child<Served>(child);
  }

  call<Name extends keyof Served & string>(
    name: Name,
    ...[given]: Parameters<Served[Name]>
  ): Promise<Awaited<ReturnType<Served[Name]>>> {
    this.#calls += 1;
    const id = this.#calls;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      this.#process.send({ id, name, given }, (error) => error && reject(error));
    });
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, "exit");
    if (this.#process.connected) this.#process.disconnect();
    await ended;
  }

  #take({ id, result, error }: Answered): void {
    const waiter = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiter?.resolve(result);
    else waiter?.reject(new Error(error));
  }

  #lose(reason: Error): void {
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }
}
