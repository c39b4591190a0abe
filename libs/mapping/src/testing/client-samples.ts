/** Bodies written for this project in the manner of each client: the file under client-samples/ and what is hard in it. */
export const clientSamples: Readonly<Record<string, string>> = {
  "outlook-2003":
    "Word's markup, unquoted attributes, smart tags, conditional styles, revealed comments around list signs",
  "outlook-2007":
    "islands of XML in comments and bare, lists by their signs, a smile in Wingdings, a box that only Word draws, a base",
  "outlook-2010-vml": "VML in comments and bare, cid picture, table of Word, header of the quoted mail",
  "outlook-2013":
    "formulas and fields for Word beside what others see, tracked changes, table rows for some readers, file links",
  "outlook-2016":
    "mentions, hidden by Word or by all, lists in lists, comments with anchors, warning of an unknown sender, Hebrew",
  "outlook-365": "mentions, file shares, rewritten links, reply separators, a style inside the body",
  gmail: "quotation with its line, signature, inline picture, read counter",
  "apple-mail": "one line, tabs in spans that keep them, attachment objects, cite quotation with a meta inside",
  thunderbird: "preformatted quotes, cite prefix, data picture, table as signature",
  iphone: "data detectors, byte order mark inside, empty quotation",
  "android-gmail-app": "break opportunities, empty underlines left of Word",
  "outlook-mobile": "reference message containers",
  "samsung-email": "automatic directions, original message in words",
  yahoo: "quotation without blockquote, named entities, loose signs",
  "lotus-notes": "unclosed cells, unquoted cid picture, lists without items",
  "newsletter-builder": "hidden preview lines, buttons for Word and for others, backgrounds, srcset, counters",
  "word-paste-lists": "revealed comments, spaces that count, formulas, corrections",
  "right-to-left-hebrew": "direction on the page itself, overrides, isolates, marks, vowel points",
  "right-to-left-arabic": "direction in tables, joiners that change letters, quotation the other way round",
  cjk: "ruby, half-width and full-width signs, characters beyond the first plane, variation selectors",
  emoji: "joined families, skin tones, flags of tags, keycaps, emoji as pictures, stacked marks",
  "quoted-history": "quotations inside quotations, an attribution line quoted in them",
  "broken-nesting": "overlapping, stray and never closed elements, broken entities and attributes",
  "angle-brackets-in-text": "markup that is told about, not meant",
  "hostile-scripts": "script elements and all that carries them",
  "hostile-attributes": "events on everything that takes them, in all spellings of an attribute",
  "hostile-links": "addresses that run, encoded, spaced, doubled and nested",
  "hostile-styles": "styles that compute, load or cover the page",
  "hostile-mutations": "markup that is read otherwise the second time",
};

export interface Sample {
  readonly name: string;
  readonly text: string;
}

/** The samples with their text; `read` gives the text of a file beside this one, as nothing here touches a disk. */
export function readClientSamples(read: (path: string) => string): readonly Sample[] {
  return Object.keys(clientSamples).map((name) => ({ name, text: read(`client-samples/${name}.html`) }));
}
