import { createHash, type Hash } from "node:crypto";

import type { ByteSink } from "@ticket-bridge/helpdesk";

/** Takes bytes and keeps nothing of them but their SHA-256. */
export class HashingSink implements ByteSink {
  #hash: Hash = createHash("sha256");

  begin(): void {
    this.#hash = createHash("sha256");
  }

  write(piece: Uint8Array): void {
    this.#hash.update(piece);
  }

  /** In hexadecimal; to be asked once. */
  digest(): string {
    return this.#hash.digest("hex");
  }
}
