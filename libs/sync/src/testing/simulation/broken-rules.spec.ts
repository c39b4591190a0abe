import { describe, expect, it } from "vitest";

import { brokenRules } from "./broken-rules.ts";
import { noExtras, type Extras } from "./extras.ts";
import { intactRules } from "./safety-rules.ts";
import { simulate } from "./simulate.ts";

/** Files in every seed, and a SuperOffice that takes a message and its files by two calls. */
const files: Extras = { ...noExtras, files: { handedOut: true, savedTogether: false } };

const tickets: Extras = { ...noExtras, createsIn: ["superoffice", "requestor"] };

/** Today four of the first are caught by the first seed and the epoch's by the thirteenth; the story moves this. */
const mostSeeds = 40;

interface Case {
  readonly rule: keyof typeof brokenRules;
  readonly promise: RegExp;
  /** Where it is not what the seed itself draws. */
  readonly extras?: Extras;
}

const cases: readonly Case[] = [
  { rule: "edits and deletions not looked for", promise: /^P1: (the last edit of|nobody was told)/ },
  { rule: "no read-back after an uncertain send", promise: /^P2: .* was mirrored 2 times/ },
  { rule: "target id stored late", promise: /^P2: .* was mirrored 2 times/ },
  { rule: "echo check off", promise: /^P5: .* (which nobody wrote|is held)/ },
  { rule: "Unknown mapped to public", promise: /^P3: .* was internal and is published/ },
  { rule: "lane changed and released without checking its epoch", promise: /^P2: .* was mirrored 2 times/ },
  { rule: "uploads forgotten", promise: /^P2: .* was ready/, extras: files },
  { rule: "an upload without an answer believed", promise: /^P7: .* has other bytes/, extras: files },
  { rule: "files of a found mirror not linked", promise: /^P1: .* and \d+ has none/, extras: files },
  { rule: "sources not read again", promise: /^P3: .* hangs on \d+, which is public/, extras: files },
  { rule: "tickets not looked for", promise: /^P2: .* got 2 counterparts/, extras: tickets },
  { rule: "neither titles nor beginnings read", promise: /^P5: .* which nobody opened/, extras: tickets },
  { rule: "tickets all taken for public", promise: /^P3: .* was internal and got/, extras: tickets },
  { rule: "beginning of a ticket not known", promise: /^P5: .* which nobody wrote/, extras: tickets },
];

describe("the simulation with a safety rule broken on purpose", () => {
  it.each(cases)(
    "catches: $rule",
    async ({ rule, promise, extras }) => {
      for (let seed = 1; seed <= mostSeeds; seed += 1) {
        const { broken } = await simulate(seed, brokenRules[rule], extras);
        // A bridge that does not know its own mirrors breaks other promises as well, and maybe those first.
        if (!broken.some((sentence) => promise.test(sentence))) continue;
        expect((await simulate(seed, intactRules, extras)).broken, "the same seed with the rule intact").toEqual([]);
        return;
      }
      expect.fail(`${mostSeeds} seeds did not notice it`);
    },
    240_000,
  );
});
