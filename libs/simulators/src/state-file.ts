import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const DEBOUNCE_MS = 200;
/** Saving takes at most about a twentieth of the time: each save writes everything, so a long history costs more. */
const PAUSE_PER_SAVE = 20;

/** Keeps a simulator's state in one JSON file, replaced as a whole, so that a kill leaves the old or the new state. */
export class StateFile<T> {
  readonly #path: string | undefined;
  readonly #dump: () => T;
  readonly #now: () => number;
  #pauseMs = DEBOUNCE_MS;
  #timer: NodeJS.Timeout | undefined;

  constructor(path: string | undefined, dump: () => T, now: () => number = () => performance.now()) {
    this.#path = path;
    this.#dump = dump;
    this.#now = now;
  }

  /** The stored state, or undefined when there is no file yet. A file that is not JSON is an error. */
  static load(path: string | undefined): unknown {
    if (path === undefined) return undefined;
    let text: string;
    try {
      text = readFileSync(path, "utf8");
    } catch (cause) {
      if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
      throw cause;
    }
    try {
      return JSON.parse(text) as unknown;
    } catch (cause) {
      throw new Error(`The simulator's state file ${path} is not JSON.`, { cause });
    }
  }

  /** Saves soon; many changes in a row become one save. */
  schedule(): void {
    if (this.#path === undefined || this.#timer) return;
    this.#timer = setTimeout(() => this.save(), this.#pauseMs);
  }

  save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#path === undefined) return;
    const started = this.#now();
    mkdirSync(dirname(this.#path), { recursive: true });
    const temporary = `${this.#path}.${process.pid}.tmp`;
    writeFileSync(temporary, JSON.stringify(this.#dump()), { mode: 0o600 });
    renameSync(temporary, this.#path);
    this.#pauseMs = Math.max(DEBOUNCE_MS, (this.#now() - started) * PAUSE_PER_SAVE);
  }
}
