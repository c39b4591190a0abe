import { sides } from "@ticket-bridge/helpdesk";
import type { Content } from "@ticket-bridge/helpdesk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { parseAttribution } from "../attribution/parse-attribution.ts";
import { expectFaithful, withoutLine } from "../testing/expect-faithful.ts";
import { plainHabits } from "../testing/mangling.ts";
import { faultySamples, plainSamples } from "../testing/plain-samples.ts";
import { crossing, crossingBack } from "../testing/there-and-back.ts";

const plain = (text: string): Content => ({ format: "plain", text });

describe("plain text crosses to the letter:", () => {
  it.each(Object.entries(plainSamples))("%s", (_what, text) => {
    for (const side of sides) {
      const there = crossing(side, plain(text));
      expect(withoutLine(there)).toBe(text);
      expect(there.losses).toEqual([]);
    }
    expectFaithful(plain(text));
  });

  it("any text that both helpdesks can hold", () => {
    const sign = fc.oneof(
      fc.constantFrom(..."\t\n\r <>&'\"[]\\/\u0085\u00a0\u2028\u2029\ufeff\u200d\u200f"),
      fc.constantFrom("\r\n", "> ", ">>", "<p>", "&amp;", "👨‍👩‍👧", "\u0301", "א", "漢", "</div>"),
      fc.string({ unit: "grapheme", maxLength: 3 }),
    );
    const text = fc
      .array(sign, { minLength: 1, maxLength: 40 })
      .map((signs) => signs.join(""))
      .filter((one) => one.trim() !== "" && !/[\0-\x08\v\f\x0e-\x1f\ufffe\uffff\ufffd\u2400-\u241f]/.test(one));
    fc.assert(
      fc.property(text, fc.constantFrom(...sides), (one, side) => {
        const there = crossing(side, plain(one));
        expect(withoutLine(there)).toBe(one);
        expect(there.losses).toEqual([]);
        expect(withoutLine(crossingBack(there))).toBe(there.body.text);
      }),
      { numRuns: 500 },
    );
  });
});

it.each(Object.entries(plainSamples))(
  "%s is known again as the bridge's own, whatever Requestor does to it",
  (_what, text) => {
    const { arrived } = crossing("superoffice", plain(text));
    expect(arrived.marker).not.toBeNull();
    for (const [habit, mangle] of Object.entries(plainHabits)) {
      expect(parseAttribution(plain(mangle(arrived.content.text))), habit).toEqual(arrived.marker);
    }
  },
);

describe("what no helpdesk can hold is shown by a sign in its place and told in the record:", () => {
  const told = Object.entries(faultySamples).map(([what, [text, arrives]]) => ({ what, text, arrives }));

  it.each(told)("$what", ({ text, arrives }) => {
    for (const side of sides) {
      const there = crossing(side, plain(text));
      expect(withoutLine(there)).toBe(arrives);
      const signs = arrives.match(/[\ufffd\u2400-\u241f]/g)?.length ?? 0;
      expect(there.losses.map(({ what }) => what)).toEqual(
        signs === 0 ? [] : [expect.stringMatching(new RegExp(`^Characters not carried, .*: ${signs}$`))],
      );
    }
    expectFaithful(plain(text));
  });

  it.each(told)("$what, in markup", ({ text, arrives }) => {
    for (const side of sides) {
      const there = crossing(side, { format: "html", text: `<p>${text}</p>` });
      expect(withoutLine(there)).toBe(`<p>${arrives}</p>`);
    }
  });

  it("any text whatever comes to rest after one way", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), fc.constantFrom(...sides), (text, side) => {
        fc.pre(text.trim() !== "");
        const there = crossing(side, plain(text));
        expect(withoutLine(crossingBack(there))).toBe(there.body.text);
      }),
      { numRuns: 300 },
    );
  });
});
