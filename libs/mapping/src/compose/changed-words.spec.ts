import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { changedWords } from "./changed-words.ts";

describe("what changed between two texts", () => {
  it.each([
    ["a replaced word", "the printr is dead", "the printer is dead", ["the", "printr", "printer", "is dead"]],
    ["an added end", "call me", "call me at noon", ["call me", "", "at noon", ""]],
    ["a removed beginning", "please call me", "call me", ["", "please", "", "call me"]],
    ["all of it", "one", "two", ["", "one", "two", ""]],
    ["a word said twice", "go go go", "go go", ["go go", "go", "", ""]],
  ] as const)("is %s", (_what, old, now, [before, removed, added, after]) => {
    expect(changedWords(old, now)).toEqual({ before, removed, added, after });
  });

  it("is nothing where the words are the same, however they are spaced", () => {
    expect(changedWords("one  two\n", " one two")).toBeNull();
  });

  it("is shown with a few words around it, and shortened where it is long", () => {
    const words = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `w${from + n}`).join(" ");
    const changed = changedWords(`${words(0, 20)} old ${words(20, 40)}`, `${words(0, 20)} new ${words(20, 40)}`);
    expect(changed?.before).toBe("… w14 w15 w16 w17 w18 w19");
    expect(changed?.after).toBe("w20 w21 w22 w23 w24 w25 …");
    expect(changedWords("", "x ".repeat(5_000))?.added.length).toBeLessThan(700);
  });

  it("puts the old text together again, and the new one", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 6 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(text, text, (old, now) => {
        const changed = changedWords(old, now);
        const parts = (middle: string) =>
          [changed?.before, middle, changed?.after].filter((part) => part !== "").join(" ");
        if (changed === null) expect(old).toBe(now);
        else expect([parts(changed.removed), parts(changed.added)]).toEqual([old, now]);
      }),
    );
  });
});
