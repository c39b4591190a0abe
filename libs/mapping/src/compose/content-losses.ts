import type { Content } from "@ticket-bridge/helpdesk";

import { asBrowsersRead } from "../html/as-browsers-read.ts";
import { isNestedTooDeep } from "../html/nesting.ts";
import { isPixel } from "../html/pixel.ts";
import { isShowable, standInFor } from "../html/stand-in.ts";
import { visitHtml } from "../html/visit-html.ts";
import type { Loss } from "./loss.ts";
import { oneLine } from "./one-line.ts";

/** More names of one kind than this help nobody. */
const named = 20;

interface Kind {
  readonly one: string;
  readonly many: string;
  readonly why: string;
}

const picture: Kind = {
  one: "Picture",
  many: "Pictures",
  why: "Its address means nothing outside the message or helpdesk it comes from.",
};
const player = "The other helpdesk shows text and pictures only.";
const video: Kind = { one: "Video", many: "Videos", why: player };
const embedded: Kind = { one: "Embedded object", many: "Embedded objects", why: player };
const drawing: Kind = { one: "Drawing", many: "Drawings", why: player };
const page: Kind = {
  one: "Embedded page",
  many: "Embedded pages",
  why: "A page inside a message could act by itself.",
};
const field: Kind = { one: "Form field", many: "Form fields", why: "A mirror is to be read, not to be filled in." };

const kinds: Readonly<Record<string, Kind>> = {
  video,
  audio: { one: "Sound", many: "Sounds", why: player },
  object: embedded,
  embed: embedded,
  applet: embedded,
  svg: drawing,
  canvas: drawing,
  iframe: page,
  frame: page,
};

const namedInRecord = new RegExp(
  `\\b((?:${[...new Set([picture, field, ...Object.values(kinds)])].map(({ one }) => one).join("|")}) not carried: ).*$`,
  "s",
);

/**
 * A line of the record without what the text itself calls a picture or the like, which earlier versions kept there.
 * They also named it amid a sentence, where nothing tells a name's end, so all that follows goes with it.
 */
export function withoutLostNames(line: string): string {
  return line.replace(namedInRecord, "$1…");
}

type Attributes = Readonly<Record<string, string>>;

/**
 * What a mirror of this content cannot carry, in the order of its kinds' first appearance.
 *
 * @param isCarried whether the picture of this source comes to the target as an attachment
 */
export function contentLosses(content: Content, isCarried: (src: string) => boolean = () => false): readonly Loss[] {
  if (content.format !== "html") return [];
  if (isNestedTooDeep(asBrowsersRead(content.text))) {
    return [{ what: "Layout not carried", why: "The message nests its elements too deep to be checked." }];
  }
  const found = new Map<Kind, string[]>();
  visitHtml(content.text, {
    onText: () => undefined,
    onOpen: (name, attributes) => {
      const kind = lostKind(name, attributes);
      if (kind === null || (kind === picture && isCarried(attributes["src"] ?? ""))) return;
      const names = found.get(kind) ?? [];
      names.push(nameOf(attributes));
      found.set(kind, names);
    },
  });
  return [...found].flatMap(([kind, names]) => lossesOfKind(kind, names));
}

function lostKind(name: string, attributes: Attributes): Kind | null {
  if (name === "img") return isLostPicture(attributes) ? picture : null;
  if (name === "input") return isLostField(attributes) ? field : null;
  return Object.hasOwn(kinds, name) ? (kinds[name] ?? null) : null;
}

function isLostPicture(attributes: Attributes): boolean {
  const src = (attributes["src"] ?? "").trim();
  return src !== "" && !isShowable(src) && !isPixel(attributes);
}

/** A field whose value stands in the mirror is not lost, and a hidden one was never seen. */
function isLostField(attributes: Attributes): boolean {
  if (attributes["type"]?.trim().toLowerCase() === "hidden") return false;
  return (standInFor("input", attributes) ?? "").trim() === "";
}

function nameOf(attributes: Attributes): string {
  const source = [attributes["src"], attributes["data"]].find((address) => /^\s*https?:/i.test(address ?? ""));
  const names = [attributes["alt"], attributes["title"], attributes["aria-label"], attributes["name"], source];
  return names.map((name) => oneLine(name ?? "")).find((name) => name !== "") ?? "without a name";
}

function lossesOfKind(kind: Kind, names: readonly string[]): readonly Loss[] {
  const losses = names.slice(0, named).map((name, n) => ({
    what: `${kind.one} not carried: ${name}`,
    why: kind.why,
    recordedAs: `${kind.one} ${n + 1} not carried`,
  }));
  const more = names.length - losses.length;
  return more > 0 ? [...losses, { what: `${kind.many} not carried: ${more} more`, why: kind.why }] : losses;
}
