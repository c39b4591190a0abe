import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";

import type { StoredBytes } from "@ticket-bridge/helpdesk";
import type { AttachmentFile, AttachmentFiles } from "@ticket-bridge/sync";

const pieceBytes = 64 * 1024;

/**
 * Attachments on their way, each a file under `DATA_DIR/tmp` that only this user can read. What an earlier process left
 * there is removed first; what another living one keeps there (several bridges may share the folder) is not. In containers
 * two bridges may have the same process number: neither ever gets the other's bytes, though one may remove the other's files,
 * which are read on through their handles.
 */
export async function openTemporaryFiles(dataDir: string): Promise<AttachmentFiles> {
  const folder = join(dataDir, "tmp");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await removeLeft(folder);
  const own = join(folder, `${process.pid}-${randomUUID()}`);
  let last = 0;
  return {
    create: async () => {
      await mkdir(own, { recursive: true, mode: 0o700 });
      last += 1;
      return new TemporaryFile(join(own, String(last)));
    },
  };
}

async function removeLeft(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = Number(name.split("-")[0]);
    if (pid !== process.pid && isAlive(pid)) continue;
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process is one all the same.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

class TemporaryFile implements AttachmentFile {
  readonly #path: string;
  #handle: FileHandle | null = null;
  #hash = createHash("sha256");
  #size = 0;

  constructor(path: string) {
    this.#path = path;
  }

  readonly sink = {
    begin: async (): Promise<void> => {
      await this.#handle?.close();
      this.#handle = await open(this.#path, "w+", 0o600);
      this.#hash = createHash("sha256");
      this.#size = 0;
    },
    write: async (piece: Uint8Array): Promise<void> => {
      if (this.#handle === null) throw new TypeError("nothing may be written before the file was begun");
      this.#hash.update(piece);
      for (let at = 0; at < piece.length;) {
        const { bytesWritten } = await this.#handle.write(piece, at, piece.length - at);
        at += bytesWritten;
      }
      this.#size += piece.length;
    },
  };

  async finish(): Promise<{ bytes: StoredBytes; sha256: string }> {
    if (this.#handle === null) await this.sink.begin();
    const handle = this.#handle;
    const size = this.#size;
    const bytes: StoredBytes = { size, open: () => piecesOf(handle, size) };
    return { bytes, sha256: this.#hash.digest("hex") };
  }

  async remove(): Promise<void> {
    await this.#close();
    await rm(this.#path, { force: true });
  }

  async #close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close();
  }
}

/** Each piece has memory of its own: the socket may still hold the one before. */
async function* piecesOf(handle: FileHandle | null, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < size;) {
    const piece = Buffer.allocUnsafe(Math.min(pieceBytes, size - at));
    const read = await handle?.read(piece, 0, piece.length, at);
    if (read === undefined || read.bytesRead === 0) throw new Error("a temporary file ended before its size");
    at += read.bytesRead;
    yield piece.subarray(0, read.bytesRead);
  }
}
