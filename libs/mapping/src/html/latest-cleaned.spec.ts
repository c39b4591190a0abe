import { describe, expect, it } from "vitest";

import { LatestCleaned } from "./latest-cleaned.ts";

describe("the latest cleaned texts", () => {
  it("know what was added, and nothing else", () => {
    const texts = new LatestCleaned({ each: 10, all: 20 });
    texts.add("one", "1");
    expect(texts.get("one")).toBe("1");
    expect(texts.get("two")).toBeUndefined();
  });

  it("forget the oldest when there are too many characters, and count one added twice once", () => {
    const texts = new LatestCleaned({ each: 10, all: 12 });
    for (const text of ["one", "two", "two", "three"]) texts.add(text, "1");
    expect(["one", "two", "three"].map((text) => texts.get(text))).toEqual([undefined, "1", "1"]);
  });

  it("never keep a long text, nor one that became long", () => {
    const texts = new LatestCleaned({ each: 10, all: 100 });
    texts.add("a".repeat(11), "a");
    texts.add("a", "a".repeat(11));
    expect([texts.get("a".repeat(11)), texts.get("a")]).toEqual([undefined, undefined]);
  });
});
