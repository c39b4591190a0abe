import type { ByteSink } from "./attachments.ts";

/** Passes everything on and counts the bytes of the last try, so that an answer can be judged by how long it was. */
export class CountingSink implements ByteSink {
  size = 0;
  readonly #sink: ByteSink;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  begin(): void | Promise<void> {
    this.size = 0;
    return this.#sink.begin();
  }

  write(piece: Uint8Array): void | Promise<void> {
    this.size += piece.length;
    return this.#sink.write(piece);
  }
}
