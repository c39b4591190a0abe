import { startRealPostgresql, type RealPostgresql } from "@ticket-bridge/store/testing";

import { between, shuffled, type Random } from "../random.ts";
import { sleep } from "../run/sleep.ts";
import { CuttableConnections } from "./cuttable-connections.ts";

const databaseFaults = [
  "connection cut",
  "all connections cut",
  "answer swallowed",
  "sessions terminated by the server",
  "server restarted",
  "server crashed and restarted",
] as const;
export type DatabaseFault = (typeof databaseFaults)[number];

/** One round of what happens to the server, in an order that the seed draws: commits lost to sight come most often. */
const round: readonly DatabaseFault[] = [
  "answer swallowed",
  "connection cut",
  "answer swallowed",
  "sessions terminated by the server",
  "answer swallowed",
  "all connections cut",
  "server restarted",
  "answer swallowed",
  "server crashed and restarted",
];

/** A real PostgreSQL server whose connections break and which goes down in between, until it is calmed. */
export class FlakyPostgresql {
  readonly faults = new Map<DatabaseFault, number>(databaseFaults.map((fault) => [fault, 0]));
  readonly #server: RealPostgresql;
  readonly #road: CuttableConnections;
  readonly #random: Random;
  readonly #databaseUrl: string;
  #acting: Promise<void> = Promise.resolve();
  #calm = new AbortController();

  private constructor(parts: {
    server: RealPostgresql;
    road: CuttableConnections;
    random: Random;
    databaseUrl: string;
  }) {
    this.#server = parts.server;
    this.#road = parts.road;
    this.#random = parts.random;
    this.#databaseUrl = parts.databaseUrl;
  }

  static async start(random: Random): Promise<FlakyPostgresql> {
    const server = await startRealPostgresql();
    const url = new URL(await server.createDatabase());
    const road = await CuttableConnections.open(Number(url.port));
    url.port = String(road.port);
    return new FlakyPostgresql({ server, road, random, databaseUrl: url.href });
  }

  /** Where a bridge finds it. */
  get url(): string {
    return this.#databaseUrl;
  }

  get port(): number {
    return this.#road.port;
  }

  /**
   * Begins to break it, every second or two while somebody works on it. Not while all are starting: on a busy machine a
   * start takes longer than the time between two faults, and nobody would ever get to work.
   */
  unleash(isUsed: () => boolean): void {
    this.#calm = new AbortController();
    this.#acting = this.#act(isUsed, this.#calm.signal);
  }

  /** Ends that; resolves when the server is up again. */
  async calm(): Promise<void> {
    this.#calm.abort();
    this.#road.spareAnswers();
    await this.#acting;
  }

  async remove(): Promise<void> {
    await this.calm();
    await this.#road.close();
    await this.#server.remove();
  }

  async #act(isUsed: () => boolean, calm: AbortSignal): Promise<void> {
    for (;;) {
      for (const fault of shuffled(this.#random, round)) {
        do await sleep(between(this.#random, 500, 2_500), calm);
        while (!isUsed() && !calm.aborted);
        if (calm.aborted) return;
        await this.#do(fault);
      }
    }
  }

  async #do(fault: DatabaseFault): Promise<void> {
    const happened = () => this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
    switch (fault) {
      case "answer swallowed":
        return this.#road.swallowNextAnswer(happened);
      case "connection cut":
        return this.#road.cutOne(this.#random) ? void happened() : undefined;
      case "all connections cut":
        this.#road.cutAll();
        break;
      case "sessions terminated by the server":
        await this.#server.terminateSessions();
        break;
      case "server restarted":
        await this.#server.restart();
        break;
      case "server crashed and restarted":
        await this.#server.restart({ crash: true });
        break;
    }
    happened();
  }
}
