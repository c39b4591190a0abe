import type { Marker, ParsedMarker } from "@ticket-bridge/helpdesk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { bridge, markerOf, messageFrom, messageId, ticket } from "../testing/messages.ts";
import { isAuthentic, markerCode } from "./marker-code.ts";

const marker: Marker = markerOf(messageFrom("requestor"));
const code = markerCode(marker, bridge.bridgeId, bridge.secret);
const here = { ...bridge, ticketId: marker.ticketId };
const parsed: ParsedMarker = { ...marker, code };

describe("a marker's code", () => {
  it("is sixteen characters without look-alikes", () => {
    expect(code).toMatch(/^[0-9abcdefghjkmnpqrstvwxyz]{16}$/);
  });

  it("stays the same for all time, or the mirrors of yesterday would be strangers", () => {
    expect(code).toBe(markerCode({ ...marker }, "bridge.example", "a secret of the tests"));
    expect(markerCode(marker, "BRIDGE.example", bridge.secret)).toBe(code);
    expect(code).toMatchInlineSnapshot(`"exnh8zb32324bpcj"`);
  });

  it("proves the marker on its own link", () => {
    expect(isAuthentic(parsed, here)).toBe(true);
    expect(isAuthentic({ ...parsed, ticketId: null }, here)).toBe(true);
  });

  it.each([
    ["another side", { ...parsed, side: "superoffice" as const }, here],
    ["another ticket", { ...parsed, ticketId: ticket(735) }, here],
    ["another message", { ...parsed, messageId: messageId(8813) }, here],
    ["another revision", { ...parsed, revision: 2 }, here],
    ["another link", { ...parsed, ticketId: null }, { ...here, ticketId: ticket(735) }],
    ["another link that the marker itself names", parsed, { ...here, ticketId: ticket(735) }],
    ["another secret", parsed, { ...here, secret: "guessed" }],
    ["another bridge", parsed, { ...here, bridgeId: "other.example" }],
    ["no code", { ...parsed, code: "" }, here],
    ["a longer code", { ...parsed, code: `${code}0` }, here],
    ["a shorter code", { ...parsed, code: code.slice(0, 15) }, here],
  ])("fails for %s", (_what, forged, context) => {
    expect(isAuthentic(forged, context)).toBe(false);
  });

  it("cannot be guessed", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-hjkmnp-tv-z]{16}$/)), (guess) => {
        fc.pre(guess !== code);
        expect(isAuthentic({ ...parsed, code: guess }, here)).toBe(false);
      }),
    );
  });

  it("keeps its parts apart", () => {
    const one = markerCode({ ...marker, ticketId: ticket(1), messageId: messageId(23) }, "b", "s");
    const other = markerCode({ ...marker, ticketId: ticket(12), messageId: messageId(3) }, "b", "s");
    expect(one).not.toBe(other);
  });
});
