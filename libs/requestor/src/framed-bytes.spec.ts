import type { StoredBytes } from "@ticket-bridge/helpdesk";
import fc from "fast-check";
import { expect, it } from "vitest";

import { framedBytes } from "./framed-bytes.ts";

function stored(pieces: readonly Uint8Array[]): StoredBytes {
  return {
    size: pieces.reduce((sum, { length }) => sum + length, 0),
    async *open() {
      for (const piece of pieces) yield await Promise.resolve(piece);
    },
  };
}

async function read(bytes: StoredBytes): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes.open()) pieces.push(piece);
  return Buffer.concat(pieces);
}

it("fills each hole with the base64 of its file, whatever the pieces, and says the length before", async () => {
  const file = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.array(file, { maxLength: 4 }), fc.string(), async (files, between) => {
      const holes = files.map((pieces, place) => ({ standIn: `\u0000hole${place}\u0000`, bytes: stored(pieces) }));
      const text = holes.reduce((all, { standIn }) => `${all}${standIn}${between}`, "č");
      const framed = framedBytes(text, holes);
      const wanted = files.reduce((all, pieces) => `${all}${Buffer.concat(pieces).toString("base64")}${between}`, "č");
      for (const _again of [1, 2]) expect((await read(framed)).equals(Buffer.from(wanted))).toBe(true);
      expect(framed.size).toBe(Buffer.byteLength(wanted));
    }),
  );
});

it("makes base64 of long pieces in short ones", async () => {
  const bytes = Buffer.alloc(1_000_000, "abcde");
  const framed = framedBytes("<X>", [{ standIn: "X", bytes: stored([bytes]) }]);
  let longest = 0;
  for await (const piece of framed.open()) longest = Math.max(longest, piece.length);
  expect(longest).toBeLessThanOrEqual(256 * 1024);
  expect((await read(framed)).toString()).toBe(`<${bytes.toString("base64")}>`);
});
