import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  startRequestorSimulator,
  startSuperOfficeSimulator,
  type RequestorSimulator,
  type SuperOfficeSimulator,
} from "@ticket-bridge/simulators";

import { putEmptyDatabase } from "@ticket-bridge/store/shared-databases";

import { CommandProcess, type Ended } from "./command-process.ts";
import { builtApp } from "./programs.ts";

const adminToken = "an-admin-token-for-tests";

export interface TicketPair {
  readonly superoffice: number;
  readonly requestor: number;
}

export type CommandEnd = Ended & { readonly stdout: string; readonly stderr: string };

/** Both simulated helpdesks, a folder, and the command between them as a process of its own. */
export class TwoDesks {
  readonly superoffice: SuperOfficeSimulator;
  readonly requestor: RequestorSimulator;
  readonly folder: string;
  readonly pairs: TicketPair[] = [];
  #databaseUrl: string | null;
  readonly #started: CommandProcess[] = [];

  private constructor(parts: {
    superoffice: SuperOfficeSimulator;
    requestor: RequestorSimulator;
    folder: string;
    databaseUrl: string | null;
  }) {
    this.superoffice = parts.superoffice;
    this.requestor = parts.requestor;
    this.folder = parts.folder;
    this.#databaseUrl = parts.databaseUrl;
  }

  /** @param databaseUrl null: the embedded database */
  static async start(databaseUrl: string | null): Promise<TwoDesks> {
    const [superoffice, requestor, folder] = await Promise.all([
      startSuperOfficeSimulator(),
      startRequestorSimulator(),
      mkdtemp(join(tmpdir(), "ticket-bridge-backfill-")),
    ]);
    if (databaseUrl === null) await putEmptyDatabase(join(folder, "data"));
    return new TwoDesks({ superoffice, requestor, folder, databaseUrl });
  }

  async stop(): Promise<void> {
    for (const each of this.#started) {
      each.kill("SIGKILL");
      await each.ended;
    }
    await Promise.all([this.superoffice.stop(), this.requestor.stop()]);
    await rm(this.folder, { recursive: true, force: true });
  }

  get reportDir(): string {
    return join(this.folder, "data", "reports");
  }

  /** Two tickets that tell different halves of a story, so many messages each beside those they are made with. */
  addPair(messages: { readonly superoffice: number; readonly requestor: number }): TicketPair {
    const pair = {
      superoffice: this.superoffice.control.createTicket({ title: `Ticket ${this.pairs.length + 1}` }).id,
      requestor: this.requestor.control.createTicket({ subject: `Ticket ${this.pairs.length + 1}` }).id,
    };
    for (let each = 1; each <= messages.superoffice; each += 1) {
      this.superoffice.control.addMessage(pair.superoffice, { from: 5, text: `From SuperOffice, the ${each}.` });
    }
    for (let each = 1; each <= messages.requestor; each += 1) {
      this.requestor.control.addMessage(pair.requestor, { text: `From Requestor, the ${each}.` });
    }
    this.pairs.push(pair);
    return pair;
  }

  /** Gives the path of a file that names all pairs. */
  async pairsFile(): Promise<string> {
    const path = join(this.folder, "pairs.csv");
    await writeFile(path, this.pairs.map((pair) => `${pair.superoffice},${pair.requestor}\n`).join(""));
    return path;
  }

  settings(): Record<string, string> {
    return {
      SUPEROFFICE_URL: this.superoffice.url,
      SUPEROFFICE_USERNAME: "bridge",
      SUPEROFFICE_PASSWORD: "bridge-password",
      SUPEROFFICE_POLL_SECONDS: "1",
      SUPEROFFICE_MAX_RPS: "200",
      REQUESTOR_URL: this.requestor.url,
      REQUESTOR_USERNAME: "bridge",
      REQUESTOR_PASSWORD: "bridge-password",
      REQUESTOR_POLL_SECONDS: "1",
      REQUESTOR_MAX_RPS: "200",
      SETTLE_SECONDS: "1",
      LEASE_SECONDS: "2",
      ADMIN_TOKEN: adminToken,
      PORT: "0",
      DATA_DIR: join(this.folder, "data"),
      ...(this.#databaseUrl !== null && { DATABASE_URL: this.#databaseUrl }),
    };
  }

  begin(args: readonly string[], extra: Readonly<Record<string, string>> = {}): CommandProcess {
    return this.#begin(`${builtApp("backfill")}main-backfill.js`, args, extra);
  }

  beginAudit(args: readonly string[], extra: Readonly<Record<string, string>> = {}): CommandProcess {
    return this.#begin(`${builtApp("backfill")}main-audit.js`, args, extra);
  }

  /** Runs the audit to its end. */
  async audit(args: readonly string[], extra: Readonly<Record<string, string>> = {}): Promise<CommandEnd> {
    return await endOf(this.beginAudit(args, extra));
  }

  /** Runs the command to its end. */
  async run(args: readonly string[], extra: Readonly<Record<string, string>> = {}): Promise<CommandEnd> {
    return await endOf(this.begin(args, extra));
  }

  /** A bridge on the same database; resolves when it runs. */
  async startBridge(): Promise<CommandProcess> {
    const started = this.#begin(`${builtApp("bridge")}main.js`, [], {});
    await started.says("The bridge runs.");
    return started;
  }

  /** With a person at a terminal. */
  beginOnTerminal(main: "main-backfill.js" | "main-audit.js", args: readonly string[]): CommandProcess {
    return this.#begin(`${builtApp("backfill")}${main}`, args, { TERM: "xterm-256color" }, true);
  }

  #begin(
    main: string,
    args: readonly string[],
    extra: Readonly<Record<string, string>>,
    onTerminal = false,
  ): CommandProcess {
    const command = { program: process.execPath, args: [main, ...args], onTerminal };
    const started = new CommandProcess(command, { ...this.settings(), ...extra }, this.folder);
    this.#started.push(started);
    return started;
  }

  /** The database is lost, and all that was kept is the copy of who the bridge is. */
  async loseDatabase(replacement: string | null): Promise<void> {
    this.#databaseUrl = replacement;
    const data = join(this.folder, "data");
    for (const name of await readdir(data)) {
      if (name !== "identity.json") await rm(join(data, name), { recursive: true });
    }
  }

  /** How many writes both helpdesks have taken so far. */
  get writes(): number {
    return (
      this.superoffice.control.writes({ limit: 100_000 }).length +
      this.requestor.control.writes({ limit: 100_000 }).length
    );
  }

  /** What a pair lacks of "everything of each side stands once on the other, in its order"; empty when nothing. */
  faultsOf(pair: TicketPair): readonly string[] {
    const sides = {
      superoffice: this.superoffice.control.messages(pair.superoffice).map(({ body }) => body),
      requestor: this.requestor.control.messages(pair.requestor).map(({ body }) => body),
    };
    return [
      ...missing(sides.superoffice, sides.requestor, /From SuperOffice, the (\d+)\./),
      ...missing(sides.requestor, sides.superoffice, /From Requestor, the (\d+)\./),
    ];
  }
}

async function endOf(begun: CommandProcess): Promise<CommandEnd> {
  const ended = await begun.ended;
  return { ...ended, stdout: begun.stdout, stderr: begun.stderr };
}

function missing(source: readonly string[], target: readonly string[], pattern: RegExp): readonly string[] {
  const numbers = (bodies: readonly string[]) => bodies.flatMap((body) => pattern.exec(body)?.[1] ?? []);
  const [wanted, found] = [numbers(source), numbers(target)];
  return wanted.join() === found.join() ? [] : [`${pattern.source}: ${wanted.join()} is there as ${found.join()}`];
}
