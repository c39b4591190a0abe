import { describe, expect, it } from "vitest";

import { LineWatch } from "./line-watch.ts";

/** How many of the pieces are read until it is decided; null when they do not decide. */
function readUntilDecided(...pieces: string[]): number | null {
  const watch = new LineWatch();
  const at = pieces.findIndex((piece) => watch.isDecidedBy(piece));
  return at < 0 ? null : at + 1;
}

describe("how much of a head is read", () => {
  it("is nothing after a first sign that begins no line", () => {
    expect(readUntilDecided(" \u200b", "\n", "Hello", "[")).toBe(3);
    expect(readUntilDecided("]")).toBe(1);
  });

  it("is nothing after the line's closing bracket", () => {
    expect(readUntilDecided("[Jane, ", "x] Hello", "more")).toBe(2);
  });

  it.each(["<", "&", "[Jane <", "[a &"])("is all where a tag or an entity stands before that: %s", (start) => {
    expect(readUntilDecided(start, "Hello", "]", "more")).toBeNull();
  });

  it("is all where nothing is seen", () => {
    expect(readUntilDecided(" ", "\u200b", "")).toBeNull();
  });
});
