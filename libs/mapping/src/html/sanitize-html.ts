import sanitize from "sanitize-html";

import { carriable } from "../content/carriable-text.ts";
import { allowedStyles } from "./allowed-styles.ts";
import { asBrowsersRead } from "./as-browsers-read.ts";
import { cleanAnchor } from "./clean-links.ts";
import { blocksWithoutTag, unseen } from "./elements.ts";
import { LatestCleaned } from "./latest-cleaned.ts";
import { linesOnly } from "./lines-only.ts";
import { isNestedTooDeep } from "./nesting.ts";
import { standInFor } from "./stand-in.ts";

const tags = (
  "a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del " +
  "details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav " +
  "ol p pre q rb rp rt rtc ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr"
).split(" ");

const box = ["align", "valign", "width", "height", "bgcolor"];

/** The library knows allowedEmptyAttributes; its types do not yet. */
const options: sanitize.IOptions & { readonly allowedEmptyAttributes: readonly string[] } = {
  allowedTags: tags,
  // Words nobody sees; all other unknown elements lose their tags only.
  nonTextTags: [...unseen],
  allowedAttributes: {
    "*": ["style", "dir", "lang", "title", "hidden"],
    a: ["href", "name", "target", "rel"],
    img: ["src", "alt", "width", "height", "border", "align", "hspace", "vspace"],
    font: ["color", "face", "size"],
    table: [...box, "border", "cellpadding", "cellspacing", "summary"],
    td: [...box, "colspan", "rowspan", "nowrap", "headers", "scope"],
    th: [...box, "colspan", "rowspan", "nowrap", "headers", "scope"],
    tr: box,
    thead: box,
    tbody: box,
    tfoot: box,
    col: [...box, "span"],
    colgroup: [...box, "span"],
    caption: ["align"],
    div: ["align"],
    p: ["align"],
    h1: ["align"],
    h2: ["align"],
    h3: ["align"],
    h4: ["align"],
    h5: ["align"],
    h6: ["align"],
    hr: ["align", "width", "size", "color", "noshade"],
    ol: ["type", "start", "reversed"],
    ul: ["type"],
    li: ["type", "value"],
    blockquote: ["cite", "type"],
    q: ["cite"],
    time: ["datetime"],
    details: ["open"],
  },
  allowedEmptyAttributes: ["alt", "hidden"],
  allowedSchemes: ["http", "https", "mailto", "tel"],
  allowedSchemesByTag: { img: ["http", "https", "data"] },
  allowedSchemesAppliedToAttributes: ["href", "src", "cite"],
  allowProtocolRelative: false,
  allowedStyles: { "*": allowedStyles },
  transformTags: {
    a: cleanAnchor,
    img: withStandIn,
    input: withStandIn,
    html: pageDirection,
    body: pageDirection,
    template: unseenSpan,
    ...Object.fromEntries(blocksWithoutTag.map((name) => [name, "div"])),
  },
};

/** An element that cannot be shown leaves its words. */
function withStandIn(tagName: string, attribs: sanitize.Attributes): sanitize.Tag {
  const text = standInFor(tagName, attribs);
  return text === null ? { tagName, attribs } : { tagName: "span", attribs: {}, text };
}

/** A page's own direction orders all words in it, so it outlives the page; left to right is every target's own. */
function pageDirection(tagName: string, attribs: sanitize.Attributes): sanitize.Tag {
  const dir = attribs["dir"] ?? "";
  return /^(?:rtl|auto)$/i.test(dir) ? { tagName: "div", attribs: { dir } } : { tagName, attribs };
}

/** A browser shows nothing of a template, and takes it for more than words; so its words stay, hidden. */
function unseenSpan(): sanitize.Tag {
  return { tagName: "span", attribs: { hidden: "" } };
}

/** How often cleaning may be repeated until it changes nothing more: of a mail the second round, of a mirror the first. */
const rounds = 4;

/**
 * A message is cleaned when it is composed and when it is compared, and its mirror's body again for the plain text beside
 * it. A million characters are what a backfill of 16 tickets at once has under way.
 */
const known = new LatestCleaned({ each: 32_768, all: 1_048_576 });

/**
 * The markup with everything that could act taken out, on an allow-list that keeps what mail programs make. Cleaning
 * what is clean changes nothing. Controls that stood in it as entities are gone too, for a wire carries none. Markup that does not come to rest, or nests beyond all reason, keeps its words as bare
 * lines.
 */
export function sanitizeHtml(html: string): string {
  const before = known.get(html);
  if (before !== undefined) return before;
  const clean = cleanToRest(html);
  known.add(html, clean);
  return clean;
}

function cleanToRest(html: string): string {
  let clean = html;
  for (let round = 0; round < rounds; round += 1) {
    const read = asBrowsersRead(clean);
    // What was cleaned is no deeper than before, unless an end that stood in it was none to a browser.
    if ((round === 0 || read !== clean) && isNestedTooDeep(read)) break;
    const again = carriable(sanitize(read, options));
    if (again === clean) {
      known.add(clean, clean);
      return clean;
    }
    clean = again;
  }
  return carriable(linesOnly(clean));
}
