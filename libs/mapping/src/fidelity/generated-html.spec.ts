import { sides } from "@ticket-bridge/helpdesk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { expectFaithful, expectNothingActs, footOf } from "../testing/expect-faithful.ts";
import { actingParts } from "../testing/acting-parts.ts";
import { badlyNested, brokenTables, hostile, wellNested } from "../testing/hostile-html.ts";
import { crossing, crossingBack } from "../testing/there-and-back.ts";
import { visibleText } from "../testing/visible-text.ts";

/**
 * Where tags are damaged, parsers and browsers may still disagree once in thousands of cases; the same ones each time, so
 * that a build is red for what was changed. By hand these were run with other seeds and 1,500 cases.
 */
const seed = 20_260_102;

describe("generated markup", () => {
  it("arrives with the same words, nothing that acts, and at rest", () => {
    fc.assert(
      fc.property(wellNested, (text) => {
        expectFaithful({ format: "html", text });
      }),
      { numRuns: 300 },
    );
  });

  it("arrives so also with its tags dropped, doubled and moved", () => {
    fc.assert(
      fc.property(badlyNested, (text) => {
        expectFaithful({ format: "html", text }, "overlapping");
      }),
      { numRuns: 300, seed },
    );
  });

  it("keeps every sign of its words where its tables are broken", () => {
    const signs = (text: string): string => [...text.replaceAll(" ", "")].sort().join("");
    fc.assert(
      fc.property(brokenTables, (text) => {
        const there = crossing("requestor", { format: "html", text });
        const seen = visibleText(there.body.text).replace(/^\(no text\)$/, "");
        expect(signs(seen)).toBe(signs(visibleText(text) + footOf(there).join("")));
        expectNothingActs(there);
      }),
      { numRuns: 300, seed },
    );
  });

  it("never acts and comes to rest, however readers disagree about it", () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom(...sides), (text, side) => {
        const there = crossing(side, { format: "html", text });
        expectNothingActs(there);
        const back = crossingBack(there);
        expect(back.body.text.endsWith(there.body.text)).toBe(true);
        expectNothingActs(back);
      }),
      { numRuns: 500 },
    );
  });

  it("is hostile enough to be a test", () => {
    const made = fc.sample(hostile, { numRuns: 200, seed: 1 });
    expect(made.filter((text) => actingParts(text).length > 0).length).toBeGreaterThan(100);
  });
});
