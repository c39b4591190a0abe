import { mkdir, open, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";

import type { ReportLineView } from "@ticket-bridge/assembly";

import { toldOfFolder } from "./write-report.ts";

/**
 * Lines of a report whose head is not known before the last of them: they wait in a file, so that any number fits into
 * memory. Throws StartError when the folder cannot be written to.
 */
export class SpooledLines {
  readonly #folder: string;
  readonly #path: string;
  readonly #file: FileHandle;

  private constructor(parts: { folder: string; path: string; file: FileHandle }) {
    this.#folder = parts.folder;
    this.#path = parts.path;
    this.#file = parts.file;
  }

  static async open(folder: string, name: string): Promise<SpooledLines> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = join(folder, `${name}.lines.${process.pid}.part`);
      return new SpooledLines({ folder, path, file: await open(path, "w+", 0o600) });
    } catch (error) {
      throw toldOfFolder(error, folder);
    }
  }

  async add(lines: readonly ReportLineView[]): Promise<void> {
    if (lines.length === 0) return;
    try {
      await this.#file.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    } catch (error) {
      throw toldOfFolder(error, this.#folder);
    }
  }

  /** All that was added, once. */
  async *read(): AsyncGenerator<ReportLineView, void> {
    for await (const line of this.#file.readLines({ start: 0, autoClose: false })) {
      yield JSON.parse(line) as ReportLineView;
    }
  }

  async remove(): Promise<void> {
    await this.#file.close();
    await rm(this.#path, { force: true });
  }
}
