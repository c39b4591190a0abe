import { open, mkdir, rename, rm, type FileHandle } from "node:fs/promises";
import { join, resolve } from "node:path";

import { StartError, type ReportLineView } from "@ticket-bridge/assembly";

import { printable } from "../output/printable.ts";
import { csvHeader, csvLine } from "./report-csv.ts";
import { reportLineText } from "./report-line-text.ts";

/** What stands above the lines of a report. */
export interface ReportHead {
  /** Of the files, without their endings. */
  readonly name: string;
  readonly lines: readonly string[];
  /** The same in the JSON report. */
  readonly member: { readonly name: string; readonly value: unknown };
}

export interface WrittenReport {
  readonly files: readonly string[];
  readonly lines: number;
  /** The first of them, for the screen. */
  readonly first: readonly ReportLineView[];
}

const shown = 20;
const pieceLength = 65_536;

/**
 * Writes `<name>.txt`, `.json` and `.csv` into the folder, for their owner alone, a line at a time so that any
 * number fits into memory; each appears under its name when it is whole. Throws StartError when the folder cannot be
 * written to.
 */
export async function writeReport(
  folder: string,
  head: ReportHead,
  report: AsyncIterable<ReportLineView>,
): Promise<WrittenReport> {
  const first: ReportLineView[] = [];
  let lines = 0;
  const files = forms.map(({ ending }) => join(resolve(folder), `${head.name}.${ending}`));
  const drafts: Draft[] = [];
  const add = async (text: (form: ReportForm) => string) => {
    for (const [place, draft] of drafts.entries()) await draft.add(text(forms[place] as ReportForm));
  };
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const file of files) drafts.push(await Draft.open(file));
    await add((form) => form.head(head));
    for await (const line of report) {
      lines += 1;
      if (first.length < shown) first.push(line);
      await add((form) => form.line(line, lines === 1));
    }
    await add((form) => form.foot);
    for (const draft of drafts) await draft.finish();
  } catch (error) {
    for (const draft of drafts) await draft.discard();
    throw toldOfFolder(error, folder);
  }
  return { files, lines, first };
}

/** Throws StartError when no report could be written to the folder. */
export async function mustBeWritable(folder: string): Promise<void> {
  const tried = join(folder, `tried.${process.pid}.part`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await (await open(tried, "w", 0o600)).close();
    await rm(tried, { force: true });
  } catch (error) {
    throw toldOfFolder(error, folder);
  }
}

/** What a person is told when a report's folder cannot be written to; any other error as it is. */
export function toldOfFolder(error: unknown, folder: string): unknown {
  if (!(error instanceof Error && "code" in error && "path" in error)) return error;
  const sentence = `The report cannot be written to ${folder} (${String(error.code)}); name another folder with --report-dir.`;
  return new StartError([sentence], error);
}

interface ReportForm {
  readonly ending: "txt" | "json" | "csv";
  readonly head: (head: ReportHead) => string;
  readonly line: (line: ReportLineView, isFirst: boolean) => string;
  readonly foot: string;
}

const forms: readonly ReportForm[] = [
  {
    ending: "txt",
    head: ({ lines }) => `${lines.map(printable).join("\n")}\n\n`,
    line: (line) => `${printable(reportLineText(line))}\n`,
    foot: "",
  },
  {
    ending: "json",
    head: ({ member }) => `{${JSON.stringify(member.name)}:${JSON.stringify(member.value, null, 1)},\n"attention":[`,
    line: (line, isFirst) => `${isFirst ? "" : ","}\n${JSON.stringify(line)}`,
    foot: "\n]}\n",
  },
  { ending: "csv", head: () => csvHeader, line: csvLine, foot: "" },
];

/** A file that is written under another name until it is whole. */
class Draft {
  readonly #path: string;
  readonly #file: FileHandle;
  #waiting = "";

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  static async open(path: string): Promise<Draft> {
    return new Draft(path, await open(draftOf(path), "w", 0o600));
  }

  async add(text: string): Promise<void> {
    this.#waiting += text;
    if (this.#waiting.length >= pieceLength) await this.#write();
  }

  async finish(): Promise<void> {
    await this.#write();
    await this.#file.close();
    await rename(draftOf(this.#path), this.#path);
  }

  async discard(): Promise<void> {
    await this.#file.close().catch(() => undefined);
    await rm(draftOf(this.#path), { force: true });
  }

  async #write(): Promise<void> {
    const text = this.#waiting;
    this.#waiting = "";
    await this.#file.writeFile(text);
  }
}

function draftOf(path: string): string {
  return `${path}.${process.pid}.part`;
}
