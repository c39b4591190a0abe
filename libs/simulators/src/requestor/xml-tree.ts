/** An element with its namespace resolved, its children in document order, and its own text. */
export type XmlElement = {
  name: string;
  namespace: string;
  /** By `{namespace}name`. */
  attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  text: string;
};

type Scope = Readonly<Record<string, string>>;
type Open = { tag: string; scope: Scope; element: XmlElement };

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const ATTRIBUTE = /([^\s<>/="']+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;
const MARKUP =
  /<!\[CDATA\[(?<cdata>[\s\S]*?)\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<\/(?<end>[^\s<>/]+)\s*>|<(?<start>[^\s<>/!?="']+)(?<attributes>(?:\s+[^\s<>/="']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?<empty>\/?)>/y;
/** What XML 1.0 does not count as a character. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/**
 * Parses a document without DTD; throws a SyntaxError for what is not well-formed. A reader of its own: fast-xml-parser
 * goes through long texts character by character, 5.7 s for 25 MB of attachments where this takes 0.1 s, and forgives
 * what .NET's reader refuses (a bare `&`, a control character).
 */
export function parseXml(source: string): XmlElement {
  // An XML reader hands line ends on as LF; only &#xD; keeps a CR.
  const text = source.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  if (FORBIDDEN.test(text)) throw new SyntaxError("The document holds a character that XML does not allow.");
  const document: Open = {
    tag: "",
    scope: { xml: "http://www.w3.org/XML/1998/namespace" },
    element: emptyElement("", ""),
  };
  const open: Open[] = [document];
  for (let at = 0; at < text.length;) {
    const next = text.indexOf("<", at);
    const end = next < 0 ? text.length : next;
    if (end > at) addText(open, text.slice(at, end));
    if (end === text.length) break;
    MARKUP.lastIndex = end;
    const markup = MARKUP.exec(text)?.groups;
    if (!markup) throw new SyntaxError(`There is no XML markup at character ${end}.`);
    at = MARKUP.lastIndex;
    if (markup["cdata"] !== undefined) addCharacters(open, markup["cdata"]);
    if (markup["start"] !== undefined) start(open, markup["start"], markup["attributes"] ?? "");
    const ended = markup["empty"] === "/" ? markup["start"] : markup["end"];
    if (ended !== undefined && open.pop()?.tag !== ended) throw new SyntaxError(`</${ended}> closes another element.`);
  }
  const [root, ...others] = document.element.children;
  if (open.length !== 1 || !root || others.length > 0) throw new SyntaxError("There is not exactly one whole element.");
  return root;
}

function start(open: Open[], tag: string, attributes: string): void {
  const outer = innermost(open);
  const raw = [...attributes.matchAll(ATTRIBUTE)].map(
    ([, name = "", double, single]) => [name, decoded(double ?? single ?? "")] as const,
  );
  if (new Set(raw.map(([name]) => name)).size < raw.length) throw new SyntaxError(`${tag} has an attribute twice.`);
  const scope: Record<string, string> = { ...outer.scope };
  for (const [name, value] of raw) {
    if (name === "xmlns") scope[""] = value;
    else if (name.startsWith("xmlns:")) scope[name.slice(6)] = value;
  }
  const [namespace, name] = resolve(tag, scope, scope[""] ?? "");
  const element = emptyElement(name, namespace);
  element.attributes = Object.fromEntries(
    raw
      .filter(([key]) => !/^xmlns(:|$)/.test(key))
      .map(([key, value]) => {
        const [space, attribute] = resolve(key, scope, "");
        return [`{${space}}${attribute}`, value];
      }),
  );
  outer.element.children.push(element);
  open.push({ tag, scope, element });
}

function addText(open: Open[], text: string): void {
  if (text.includes("]]>")) throw new SyntaxError("]]> must not stand in text.");
  addCharacters(open, decoded(text));
}

function addCharacters(open: Open[], characters: string): void {
  if (open.length === 1 && characters.trim() !== "") throw new SyntaxError("There is text outside the root element.");
  innermost(open).element.text += characters;
}

function innermost(open: Open[]): Open {
  const last = open.at(-1);
  if (!last) throw new SyntaxError("An element is closed that was not opened.");
  return last;
}

function emptyElement(name: string, namespace: string): XmlElement {
  return { name, namespace, attributes: {}, children: [], text: "" };
}

function resolve(name: string, scope: Scope, unprefixed: string): [namespace: string, local: string] {
  const at = name.indexOf(":");
  if (at < 0) return [unprefixed, name];
  const namespace = scope[name.slice(0, at)];
  if (namespace === undefined) throw new SyntaxError(`The prefix of ${name} is not declared.`);
  return [namespace, name.slice(at + 1)];
}

function decoded(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:(#x[0-9a-f]+|#\d+|\w+);)?/gi, (_whole, entity: string | undefined) => {
    const character = entity?.startsWith("#") ? characterOf(entity) : NAMED[entity ?? ""];
    if (character === undefined || FORBIDDEN.test(character))
      throw new SyntaxError(`&${entity ?? ""} is no reference.`);
    return character;
  });
}

function characterOf(reference: string): string | undefined {
  const code = /^#x/i.test(reference) ? parseInt(reference.slice(2), 16) : Number(reference.slice(1));
  return code > 0x10ffff ? undefined : String.fromCodePoint(code);
}
