import { mkdtemp, mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startRealPostgresql, type RealPostgresql } from "@ticket-bridge/store/testing";

import { BackfillSite } from "./backfill/backfill-site.ts";
import { Floor } from "./floor/floor.ts";
import { Site, type SiteOptions } from "./site.ts";

export type DatabaseKind = "postgresql" | "embedded";

/** Lanes and calls at once: as many as the bridge works on when its budget allows. */
const concurrency = 16;

/** What the parts of a run share, and everything that has to end with it. */
export class Rig {
  readonly #folder: string;
  readonly #profileFolder: string | null;
  readonly #stops: (() => Promise<void>)[] = [];
  #postgresql: Promise<RealPostgresql> | null = null;
  readonly #floors = new Map<boolean, Promise<Floor>>();
  #sites = 0;
  #closed = false;

  private constructor(folder: string, profileFolder: string | null) {
    this.#folder = folder;
    this.#profileFolder = profileFolder;
  }

  /** @param profileFolder where the bridges leave CPU profiles; null: none. */
  static async open(profileFolder: string | null): Promise<Rig> {
    const folder = await mkdtemp(join(tmpdir(), "ticket-bridge-bench-"));
    return new Rig(folder, profileFolder);
  }

  /** A server of the bench's own, as PostgreSQL ships it. */
  postgresql(): Promise<RealPostgresql> {
    this.#postgresql ??= this.#kept(
      () => startRealPostgresql("default"),
      (server) => server.remove(),
    );
    return this.#postgresql;
  }

  floor(options: { webhooks: boolean }): Promise<Floor> {
    const floor = this.#floors.get(options.webhooks) ?? this.newFloor(options);
    this.#floors.set(options.webhooks, floor);
    return floor;
  }

  /** One that nobody has used yet, for what is held against a program that has just started. */
  async newFloor(options: { webhooks: boolean }): Promise<Floor> {
    return await this.#kept(
      () => Floor.start({ ...options, concurrency }),
      (started) => started.stop(),
    );
  }

  /** A new bridge between two new helpdesks. `databaseUrl`: instead of a database of its own. */
  async site(database: DatabaseKind, options: { webhooks: boolean; databaseUrl?: string }): Promise<Site> {
    const settings = { ...options, ...(await this.#surroundings()) };
    return await this.#kept(
      async () => await Site.open({ ...settings, ...(await this.#database(database, options.databaseUrl)) }),
      (site) => site.close(),
    );
  }

  /** The backfill command with a database of its own between two new helpdesks. */
  async backfillSite(database: DatabaseKind): Promise<BackfillSite> {
    const settings = await this.#surroundings();
    return await this.#kept(
      async () => await BackfillSite.open({ ...settings, ...(await this.#database(database, undefined)) }),
      (site) => site.close(),
    );
  }

  async #surroundings(): Promise<Pick<SiteOptions, "folder" | "concurrency" | "profileFolder">> {
    this.#sites += 1;
    const folder = join(this.#folder, String(this.#sites));
    await mkdir(folder);
    return { folder, concurrency, profileFolder: this.#profileFolder };
  }

  async #database(
    kind: DatabaseKind,
    given: string | undefined,
  ): Promise<Pick<SiteOptions, "databaseUrl" | "analyse">> {
    if (kind === "embedded") return { databaseUrl: null, analyse: () => Promise.resolve() };
    const server = await this.postgresql();
    const databaseUrl = given ?? (await server.createDatabase());
    return { databaseUrl, analyse: () => server.run(databaseUrl, "ANALYZE") };
  }

  /** Ends what still runs, newest first. */
  async close(): Promise<void> {
    this.#closed = true;
    for (let stop = this.#stops.pop(); stop !== undefined; stop = this.#stops.pop()) await stop();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }

  async #kept<Thing>(start: () => Promise<Thing>, stop: (thing: Thing) => Promise<void>): Promise<Thing> {
    if (this.#closed) throw new Error("The bench is over.");
    const thing = await start();
    this.#stops.push(() => stop(thing));
    // It was closed while this one started.
    if (this.#closed) await this.close();
    return thing;
  }
}
