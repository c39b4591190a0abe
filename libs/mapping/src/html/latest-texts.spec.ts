import { describe, expect, it } from "vitest";

import { LatestTexts } from "./latest-texts.ts";

describe("the latest texts", () => {
  it("know what was added, and nothing else", () => {
    const texts = new LatestTexts({ texts: 2, length: 10 });
    texts.add("one");
    expect(texts.has("one")).toBe(true);
    expect(texts.has("two")).toBe(false);
  });

  it("forget the oldest when there are too many, and keep one added twice once", () => {
    const texts = new LatestTexts({ texts: 2, length: 10 });
    for (const text of ["one", "two", "two", "three"]) texts.add(text);
    expect(["one", "two", "three"].map((text) => texts.has(text))).toEqual([false, true, true]);
  });

  it("never keep a long text", () => {
    const texts = new LatestTexts({ texts: 2, length: 10 });
    texts.add("a".repeat(11));
    expect(texts.has("a".repeat(11))).toBe(false);
  });
});
