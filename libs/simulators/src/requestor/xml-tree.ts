import { XMLParser, XMLValidator } from "fast-xml-parser";

/** An element with its namespace resolved, its children in document order, and its own text. */
export type XmlElement = {
  name: string;
  namespace: string;
  /** By `{namespace}name`. */
  attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  text: string;
};

type RawNode = Record<string, unknown>;
type Scope = Readonly<Record<string, string>>;

const ATTRIBUTES = ":@";
const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  cdataPropName: "#cdata",
});

/** Parses a document without DTD; throws a SyntaxError for what is not well-formed. */
export function parseXml(text: string): XmlElement {
  if (/<!DOCTYPE/i.test(text)) throw new SyntaxError("A DTD is not allowed.");
  const verdict = XMLValidator.validate(text, { allowBooleanAttributes: false });
  if (verdict !== true) throw new SyntaxError(verdict.err.msg);
  // An XML reader hands line ends on as LF; only &#xD; keeps a CR.
  const nodes = parser.parse(text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n")) as RawNode[];
  const root = nodes.map((node) => element(node, {})).find((found) => found !== null);
  if (!root) throw new SyntaxError("There is no root element.");
  return root;
}

function element(node: RawNode, outer: Scope): XmlElement | null {
  const name = Object.keys(node).find((key) => key !== ATTRIBUTES && !key.startsWith("#"));
  if (name === undefined) return null;
  const raw = (node[ATTRIBUTES] ?? {}) as Record<string, string>;
  const scope: Record<string, string> = { ...outer };
  for (const [key, value] of Object.entries(raw)) {
    if (key === "xmlns") scope[""] = decoded(value);
    else if (key.startsWith("xmlns:")) scope[key.slice(6)] = decoded(value);
  }
  const inner = (node[name] ?? []) as RawNode[];
  const [namespace, local] = resolve(name, scope, scope[""] ?? "");
  return {
    name: local,
    namespace,
    attributes: Object.fromEntries(
      Object.entries(raw).map(([key, value]) => {
        const [space, attribute] = resolve(key, scope, "");
        return [`{${space}}${attribute}`, decoded(value)];
      }),
    ),
    children: inner.map((child) => element(child, scope)).filter((child) => child !== null),
    text: inner.map(textOf).join(""),
  };
}

function textOf(node: RawNode): string {
  const text = node["#text"];
  if (typeof text === "string") return decoded(text);
  const cdata = node["#cdata"];
  return Array.isArray(cdata)
    ? cdata.map((part: RawNode) => (typeof part["#text"] === "string" ? part["#text"] : "")).join("")
    : "";
}

function resolve(name: string, scope: Scope, unprefixed: string): [namespace: string, local: string] {
  const at = name.indexOf(":");
  if (at < 0) return [unprefixed, name];
  return [scope[name.slice(0, at)] ?? "", name.slice(at + 1)];
}

function decoded(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (_whole, entity: string) => {
    if (!entity.startsWith("#")) {
      const character = NAMED[entity];
      if (character === undefined) throw new SyntaxError(`Unknown entity &${entity};`);
      return character;
    }
    const code = /^#x/i.test(entity) ? parseInt(entity.slice(2), 16) : Number(entity.slice(1));
    if (code > 0x10ffff) throw new SyntaxError(`No such character: &${entity};`);
    return String.fromCodePoint(code);
  });
}
