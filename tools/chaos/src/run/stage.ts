import { appendFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort } from "@ticket-bridge/store/testing";

import { BridgeProcess } from "../bridge/bridge-process.ts";
import type { KillPlan } from "../counter/kill-plan.ts";
import { FlakyPostgresql } from "../database/flaky-postgresql.ts";
import { TwoDesks } from "../desks/two-desks.ts";
import type { Random } from "../random.ts";
import { leaseSeconds, settleSeconds, type ChaosOptions } from "./chaos-options.ts";

export const adminToken = "an-admin-token-for-chaos";

/** A place for a bridge: its port and folder stay, its processes come and go. */
export interface Place {
  readonly name: string;
  readonly port: number;
  readonly dataFolder: string;
}

/** Everything around the bridges of one run: both helpdesks, the database, and the places where bridges are started. */
export class Stage {
  readonly desks: TwoDesks;
  readonly postgresql: FlakyPostgresql | null;
  readonly folder: string;
  readonly places: readonly Place[];
  readonly journal: string;
  readonly #running = new Set<BridgeProcess>();

  private constructor(parts: {
    desks: TwoDesks;
    postgresql: FlakyPostgresql | null;
    folder: string;
    places: readonly Place[];
  }) {
    this.desks = parts.desks;
    this.postgresql = parts.postgresql;
    this.folder = parts.folder;
    this.places = parts.places;
    this.journal = join(parts.folder, "deaths.jsonl");
    appendFileSync(this.journal, "");
  }

  static async build(options: ChaosOptions, random: Random): Promise<Stage> {
    const folder = await mkdtemp(join(tmpdir(), "ticket-bridge-chaos-"));
    const desks = await TwoDesks.start(options);
    const postgresql = options.database === "postgresql" ? await FlakyPostgresql.start(random) : null;
    const places: Place[] = [];
    for (let number = 1; number <= (postgresql === null ? 1 : 2); number += 1) {
      const dataFolder = join(folder, `data-${number}`);
      await mkdir(dataFolder, { mode: 0o700 });
      places.push({ name: `bridge ${number}`, port: await freePort(), dataFolder });
    }
    const stage = new Stage({ desks, postgresql, folder, places });
    // A start takes seconds, and nobody should wait for them who wants to leave.
    options.signal.addEventListener("abort", () => stage.#killAll());
    return stage;
  }

  /** Starts a bridge; with a plan it counts from its first instruction. */
  start(place: Place, plan: KillPlan | null): BridgeProcess {
    const bridge = new BridgeProcess({
      name: place.name,
      port: place.port,
      folder: this.folder,
      logFile: join(this.folder, `${place.name.replace(" ", "-")}.log`),
      environment: {
        ...this.desks.environment,
        ...(this.postgresql && { DATABASE_URL: this.postgresql.url }),
        DATA_DIR: place.dataFolder,
        ADMIN_TOKEN: adminToken,
        SETTLE_SECONDS: String(settleSeconds),
        LEASE_SECONDS: String(leaseSeconds),
        SUPEROFFICE_POLL_SECONDS: "1",
        REQUESTOR_POLL_SECONDS: "1",
        SUPEROFFICE_MAX_RPS: "200",
        REQUESTOR_MAX_RPS: "200",
      },
      counter: {
        ports: { ...this.desks.ports, database: this.postgresql?.port ?? null },
        journal: this.journal,
        plan,
      },
    });
    this.#running.add(bridge);
    void bridge.ended.then(() => this.#running.delete(bridge));
    return bridge;
  }

  unleash(seed: number): void {
    this.desks.unleash(seed);
    this.postgresql?.unleash(() => [...this.#running].some((bridge) => bridge.isWorking));
  }

  /** Ends all faults but death; resolves when nothing of them is under way any more. */
  async calm(signal: AbortSignal): Promise<void> {
    await Promise.all([this.desks.calm(signal), this.postgresql?.calm()]);
  }

  /** Asks every bridge to stop; true when all did so cleanly. */
  async stopBridges(): Promise<boolean> {
    const clean = await Promise.all([...this.#running].map((bridge) => bridge.stop()));
    return clean.every(Boolean);
  }

  /** Ends whatever still runs; `keepFolder` leaves the logs. */
  async strike(keepFolder: boolean): Promise<void> {
    const running = [...this.#running];
    this.#killAll();
    await Promise.all(running.map((bridge) => bridge.ended));
    await this.desks.stop();
    await this.postgresql?.remove();
    if (!keepFolder) await rm(this.folder, { recursive: true, force: true });
  }

  #killAll(): void {
    for (const bridge of this.#running) bridge.kill();
  }
}
