import type { Side } from "@ticket-bridge/helpdesk";

import type { SeededRandom } from "./seeded-random.ts";
import type { HeldFile, Shelf } from "./shelf.ts";
import { forbiddenEnding } from "./file-calls.ts";
import { addressOf } from "./simulated-requestor.ts";
import { mostFileBytes } from "./with-files.ts";
import type { FileKind, WrittenFile } from "./written.ts";

const contentTypes: Readonly<Record<FileKind, string>> = {
  file: "application/pdf",
  picture: "image/png",
  forbidden: "application/octet-stream",
  "too large": "video/mp4",
  missing: "text/plain",
};

/** How often people attach something, where they do. */
const share = 0.35;

/** What people attach: files and pictures within the text, too large ones, such as nobody takes and such as are gone. */
export class PeopleFiles {
  readonly #shelf: Shelf;
  readonly #random: SeededRandom;
  readonly #side: Side;
  #attached = 0;

  constructor(side: Side, shelf: Shelf, random: SeededRandom) {
    this.#side = side;
    this.#shelf = shelf;
    this.#random = random;
  }

  /** The files of one message, none more often than not. */
  attach(canShowPictures: boolean): readonly WrittenFile[] {
    const random = this.#random;
    if (!random.chance(share)) return [];
    return Array.from({ length: random.pick([1, 1, 1, 2, 3, 4]) }, () => this.#file(canShowPictures));
  }

  #file(canShowPictures: boolean): WrittenFile {
    const random = this.#random;
    const drawn = random.pick([
      "file",
      "file",
      "file",
      "file",
      "picture",
      "picture",
      "forbidden",
      "too large",
      "missing",
    ] as const);
    const kind = drawn === "picture" && !canShowPictures ? "file" : drawn;
    this.#attached += 1;
    const name = `${random.pick(["příloha", "報告", "report"])} ${this.#side} ${this.#attached}${endings[kind]}`;
    const bytes =
      kind === "too large" ? mostFileBytes + random.between(1, 500) : random.pick([0, random.between(1, 450)]);
    const text = `${name} `.repeat(bytes).slice(0, bytes);
    // Whole bytes, however the letters of its name count.
    const content = Buffer.from(text)
      .subarray(0, bytes)
      .toString("latin1")
      .replace(/[^ -~]/g, "x");
    const file = this.#shelf.add({
      name,
      contentType: contentTypes[kind],
      contentId: kind === "picture" && this.#side === "superoffice" ? `picture-${this.#attached}@people.test` : null,
      size: random.chance(0.8) ? bytes : null,
      bytes: kind === "missing" ? null : content,
    });
    return { kind, file, bytes: content };
  }
}

const endings: Readonly<Record<FileKind, string>> = {
  file: ".pdf",
  picture: ".png",
  forbidden: forbiddenEnding,
  "too large": ".mp4",
  missing: ".txt",
};

/** The text of a message as its helpdesk holds it: with the pictures that it shows. */
export function withPictures(text: string, html: boolean, files: readonly WrittenFile[]): string {
  if (!html) return text;
  const pictures = files
    .filter(({ kind }) => kind === "picture")
    .map(({ file }) => `<p><img src="${sourceOf(file)}"></p>`);
  return text + pictures.join("");
}

function sourceOf({ id, contentId }: HeldFile): string {
  return contentId === null ? addressOf(id) : `cid:${contentId}`;
}
