import type { StoredBytes } from "@ticket-bridge/helpdesk";

/** A multiple of three, so that base64 of one piece needs no padding before the next; 192 KiB. */
const pieceBytes = 3 * 64 * 1024;

/**
 * The bytes of a text in which each hole is filled with the base64 of a file, made as they go out: never more than a
 * piece of a file is in memory.
 *
 * Throws a TypeError when a hole does not stand in the text; reading it throws what reading a file does.
 *
 * @param holes what stands in the text for each file, and the file; each stands there exactly once, in this order
 */
export function framedBytes(
  text: string,
  holes: readonly { readonly standIn: string; readonly bytes: StoredBytes }[],
): StoredBytes {
  const parts: (Buffer | StoredBytes)[] = [];
  let rest = text;
  for (const { standIn, bytes } of holes) {
    const at = rest.indexOf(standIn);
    if (at < 0) throw new TypeError("a hole does not stand in the text");
    parts.push(Buffer.from(rest.slice(0, at)), bytes);
    rest = rest.slice(at + standIn.length);
  }
  parts.push(Buffer.from(rest));
  return {
    size: parts.reduce((sum, part) => sum + (Buffer.isBuffer(part) ? part.length : base64Length(part.size)), 0),
    async *open() {
      for (const part of parts) {
        if (Buffer.isBuffer(part)) yield part;
        else yield* inBase64(part);
      }
    },
  };
}

function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

async function* inBase64(bytes: StoredBytes): AsyncGenerator<Uint8Array> {
  let kept = Buffer.alloc(0);
  for await (const piece of bytes.open()) {
    const all =
      kept.length === 0 ? Buffer.from(piece.buffer, piece.byteOffset, piece.length) : Buffer.concat([kept, piece]);
    const whole = all.length - (all.length % 3);
    for (let at = 0; at < whole; at += pieceBytes) {
      yield Buffer.from(all.toString("base64", at, Math.min(at + pieceBytes, whole)), "latin1");
    }
    // Copied: the source may use the memory of its piece again.
    kept = Buffer.from(all.subarray(whole));
  }
  if (kept.length > 0) yield Buffer.from(kept.toString("base64"), "latin1");
}
