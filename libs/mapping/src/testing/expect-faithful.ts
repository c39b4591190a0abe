import { sides } from "@ticket-bridge/helpdesk";
import type { Content, Side } from "@ticket-bridge/helpdesk";
import { expect } from "vitest";

import { parseAttribution } from "../attribution/parse-attribution.ts";
import { isAuthentic } from "../marker/marker-code.ts";
import { actingParts } from "./acting-parts.ts";
import { bridge } from "./messages.ts";
import { crossing, crossingBack, type Crossing } from "./there-and-back.ts";
import { asRead, visibleText } from "./visible-text.ts";

/** The line at the head of a mirror in Requestor, by an account of its own. */
const lineAtHead = /^(?:<p>)?\[[^[\]]+, (?:SuperOffice|Requestor) message [0-9]+\/1, [0-9a-z]{16}\](?:<\/p>\n|\n\n)/;

/**
 * All that a mirror of this body promises, in both directions. Where elements overlap it is not asked whether white
 * space stands between two words: there our parser and browsers part them at different places.
 */
export function expectFaithful(written: Content, spaces: "spaced" | "overlapping" = "spaced"): void {
  const spacing = (text: string): string => (spaces === "spaced" ? text : text.replaceAll(" ", ""));
  for (const from of sides) {
    const there = crossing(from, written);
    expectNothingActs(there);
    expectSameWords(from, written, there, spacing);
    expectMarker(there);
    expectRest(there);
  }
}

/** The product's own line is a line only where the target is Requestor. */
export function withoutLine(crossed: Crossing): string {
  const { text } = crossed.body;
  if (crossed.source.side === "requestor") return text;
  expect(text).toMatch(lineAtHead);
  return text.replace(lineAtHead, "");
}

/** What stands at the mirror's foot, one line each. */
export function footOf({ losses }: Crossing): readonly string[] {
  return losses.filter(({ inRecordOnly }) => inRecordOnly !== true).map(({ what }) => `[${what}]`);
}

/** Also SuperOffice's plain text is taken for markup here: it stands under a Type that says so. */
export function expectNothingActs({ body, beside }: Crossing): void {
  if (body.format === "html") expect(actingParts(body.text)).toEqual([]);
  if (beside !== null) expect(actingParts(beside)).toEqual([]);
}

function expectSameWords(from: Side, written: Content, there: Crossing, spacing: (text: string) => string): void {
  expect(there.body.format).toBe(written.format);
  if (written.format === "plain") return;
  const foot = footOf(there);
  const said = visibleText(written.text);
  // Where the source shows nothing its mirror may say so, in words of the bridge's own.
  const seen = visibleText(withoutLine(there)).replace(/^\(no text\)$/, "");
  const expected = asRead([said, ...foot].join(" "));
  expect(spacing(seen), `as ${from} wrote it`).toBe(spacing(expected));
  if (there.beside !== null)
    expectWordsIn(
      asRead(there.beside),
      expected,
      spacing("a b") === "ab" || /<(?:table|t[dhr])\b/.test(there.body.text),
    );
}

/**
 * The plain text beside the markup adds link targets, list signs and the brackets of ruby between the words, so only
 * that none is missing can be asked for.
 */
function expectWordsIn(text: string, words: string, isMoved: boolean): void {
  const [has, wanted] = [text, words].map(counts);
  for (const [sign, count] of wanted ?? [])
    expect(has?.get(sign) ?? 0, `"${sign}" in ${text}`).toBeGreaterThanOrEqual(count);
  // Words that stand loose in a table are moved by a browser; beside overlapping elements they are parted otherwise.
  if (isMoved) return;
  const both = `${text} ${text.replace(/ ?<[^<>\s]+>/g, "")}`;
  for (const word of words.match(/[\p{L}\p{M}\p{N}\u200d]+/gu) ?? []) {
    if (!/\p{sc=Hira}|\p{sc=Han}/u.test(word)) expect(both).toContain(word);
  }
}

function counts(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const sign of text.replaceAll(" ", "")) found.set(sign, (found.get(sign) ?? 0) + 1);
  return found;
}

/** P5: the bridge knows its own mirror again, whatever the body held. */
function expectMarker({ arrived, source, body }: Crossing): void {
  expect(arrived.marker).not.toBeNull();
  if (arrived.marker === null) return;
  expect(isAuthentic(arrived.marker, { ...bridge, ticketId: source.ticketId })).toBe(true);
  if (source.side === "superoffice") expect(parseAttribution(body)).toEqual(arrived.marker);
}

/** Mapping twice equals mapping once: from here on only the line of each way to Requestor is added. */
function expectRest(there: Crossing): void {
  let before = there;
  for (let way = 0; way < 3; way += 1) {
    const next = crossingBack(before);
    expect(withoutLine(next)).toBe(before.body.text);
    expect(footOf(next)).toEqual([]);
    expect(next.source.visibility).toBe(there.source.visibility);
    before = next;
  }
}
