import { request, type ClientRequest } from "node:http";

/** One who listens to the bridge's live events. */
export class Listener {
  readonly #outgoing: ClientRequest;
  /** Of the answer, once it has begun. */
  readonly status: Promise<number>;
  readonly ended: Promise<void>;
  /** All that was heard so far. */
  text = "";

  constructor(url: string, headers: Readonly<Record<string, string>>) {
    const ended = Promise.withResolvers<void>();
    this.ended = ended.promise;
    this.#outgoing = request(`${url}/api/events`, { headers });
    this.status = new Promise((resolve, reject) => {
      this.#outgoing.on("error", reject);
      this.#outgoing.on("response", (answer) => {
        answer.setEncoding("utf8").on("data", (piece: string) => (this.text += piece));
        answer.on("close", ended.resolve);
        answer.on("error", () => undefined);
        resolve(answer.statusCode ?? 0);
      });
    });
    this.#outgoing.end();
  }

  /** What was told since this was last asked. */
  topics(): readonly string[] {
    const events = this.text.split("\n").filter((line) => line.startsWith("data: "));
    this.text = "";
    return [...new Set(events.flatMap((line) => (JSON.parse(line.slice(6)) as { topics: string[] }).topics))];
  }

  leave(): void {
    this.#outgoing.destroy();
  }
}
