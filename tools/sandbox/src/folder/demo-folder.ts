import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { isMissing } from "./is-missing.ts";

export interface DemoMemory {
  readonly superofficePort: number;
  readonly requestorPort: number;
  readonly superofficeWebhookSecret: string;
  readonly requestorWebhookSecret: string;
}

/** The folder in which a demo keeps what the next start goes on with. */
export class DemoFolder {
  readonly path: string;
  readonly superofficeState: string;
  readonly requestorState: string;
  readonly bridgeData: string;
  readonly bridgeLog: string;
  readonly tokenFile: string;
  readonly #memoryFile: string;
  readonly #lockFile: string;

  constructor(path: string) {
    this.path = path;
    this.superofficeState = join(path, "superoffice.json");
    this.requestorState = join(path, "requestor.json");
    this.bridgeData = join(path, "bridge");
    this.bridgeLog = join(path, "bridge.log");
    this.tokenFile = join(path, "admin-token");
    this.#memoryFile = join(path, "demo.json");
    this.#lockFile = join(path, "demo.lock");
  }

  /** Makes the folder this process's own. Throws a sentence when another demo works in it. */
  lock(): void {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    const owner = Number(textOf(this.#lockFile) ?? 0);
    if (owner > 0 && owner !== process.pid && isAlive(owner)) {
      throw new Error(
        `A demo is running in ${this.path} already (process ${owner}). Stop it first, or give this one a folder of its own: npm run demo -- --data data/demo-2. If process ${owner} is something else, delete ${this.#lockFile}.`,
      );
    }
    writeFileSync(this.#lockFile, String(process.pid));
  }

  unlock(): void {
    if (textOf(this.#lockFile) === String(process.pid)) rmSync(this.#lockFile, { force: true });
  }

  /** What the last start wrote down, null on the first one. */
  memory(): DemoMemory | null {
    const text = textOf(this.#memoryFile);
    return text === null ? null : (JSON.parse(text) as DemoMemory);
  }

  /** Written before the bridge first starts, because it remembers the addresses of its helpdesks and refuses others. */
  remember(superofficePort: number, requestorPort: number): DemoMemory {
    const memory: DemoMemory = {
      superofficePort,
      requestorPort,
      superofficeWebhookSecret: secret(),
      requestorWebhookSecret: secret(),
    };
    writeFileSync(this.#memoryFile, JSON.stringify(memory, null, 2), { mode: 0o600 });
    return memory;
  }

  adminToken(): string {
    const known = textOf(this.tokenFile)?.trim();
    if (known) return known;
    const made = secret();
    writeFileSync(this.tokenFile, `${made}\n`, { mode: 0o600 });
    return made;
  }

  /** Forgets the whole conversation. Only what a demo itself writes is removed. */
  clear(): void {
    const { superofficeState, requestorState, bridgeData, bridgeLog, tokenFile } = this;
    for (const path of [superofficeState, requestorState, bridgeData, bridgeLog, tokenFile, this.#memoryFile]) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}

function secret(): string {
  return randomBytes(24).toString("base64url");
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
