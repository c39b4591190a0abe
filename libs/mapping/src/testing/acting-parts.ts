import { defaultTreeAdapter as tree, html, parse, parseFragment, serialize } from "parse5";
import type { DefaultTreeAdapterTypes as Tree } from "parse5";

/** Elements that load, run, submit, redirect, restyle the page or are read otherwise by the next parser. */
const actingElements = new Set(
  (
    "applet audio base basefont bgsound button canvas dialog embed fencedframe form frame frameset iframe ilayer image " +
    "input isindex keygen layer link listing marquee meta noembed noframes noscript object option param plaintext portal " +
    "script select slot source style svg math template textarea title track video xml xmp"
  ).split(" "),
);
const actingAttributes = new Set(
  (
    "action archive autofocus background classid code codebase contenteditable data dynsrc formaction formtarget " +
    "http-equiv is lowsrc manifest ping popovertarget poster profile slot srcdoc srcset usemap xlink:href xml:base xmlns"
  ).split(" "),
);
const addresses = new Set(["href", "src", "cite", "longdesc"]);
const followed = /^(?:https?:\/\/|mailto:|tel:)/;
const shownPicture = /^(?:https?:\/\/|data:image\/(?:png|gif|jpe?g|webp|bmp|x-icon);)/;
const actingStyle =
  /expression\(|url\(|image\(|image-set\(|javascript:|vbscript:|-moz-binding|behaviou?r:|@import|position:|content:|<|\\/;

/**
 * What in this markup could act in a reader's page, by the algorithm of browsers and by nothing the product cleans with.
 * It is read as a page and as what a page puts into a division, a table's cell and a drawing, with scripts on and off,
 * and each tree once more after it was written and read again, because markup that is harmless in one reading may act
 * in the next.
 */
export function actingParts(markup: string): readonly string[] {
  const found = new Set<string>();
  for (const scriptingEnabled of [true, false]) {
    for (const read of readings(scriptingEnabled)) {
      let text = markup;
      for (let round = 0; round < 3; round += 1) {
        const root = read(text);
        collect(root, found);
        const again = serialize(root);
        if (again === text) break;
        text = again;
      }
    }
  }
  return [...found];
}

function readings(scriptingEnabled: boolean): readonly ((text: string) => Tree.ParentNode)[] {
  const within = (name: string) => tree.createElement(name, html.NS.HTML, []);
  return [
    (text) => bodyOf(parse(text, { scriptingEnabled })),
    (text) => parseFragment(within("div"), text, { scriptingEnabled }),
    (text) => parseFragment(within("td"), text, { scriptingEnabled }),
  ];
}

/** The page's own head is made by the parser and holds nothing, or holds what is reported. */
function bodyOf(page: Tree.Document): Tree.ParentNode {
  const root = page.childNodes.find((node) => tree.isElementNode(node));
  return root ?? page;
}

function collect(root: Tree.ParentNode, found: Set<string>): void {
  const waiting: Tree.Node[] = [...root.childNodes];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (tree.isCommentNode(node)) found.add(`comment ${node.data.slice(0, 40)}`);
    if (!tree.isElementNode(node)) continue;
    if (node.namespaceURI !== html.NS.HTML || actingElements.has(node.tagName)) found.add(`<${node.tagName}>`);
    for (const attribute of node.attrs) {
      const fault = attributeFault(node.tagName, attribute.name.toLowerCase(), attribute.value);
      if (fault) found.add(`<${node.tagName} ${attribute.name}="${attribute.value.slice(0, 80)}">`);
    }
    for (const child of node.childNodes) waiting.push(child);
  }
}

function attributeFault(element: string, name: string, value: string): boolean {
  if (name.startsWith("on") || actingAttributes.has(name) || !/^[a-z:-]+$/.test(name)) return true;
  if (name === "style") return actingStyle.test(asStyleReader(value));
  if (!addresses.has(name)) return false;
  const address = value.replace(/[\s\p{C}]+/gu, "").toLowerCase();
  if (name === "cite") return !/^https?:\/\//.test(address);
  return element === "img" ? !shownPicture.test(address) : !followed.test(address);
}

/** A style as the most lenient reader takes it: escapes resolved, comments and all white space gone. */
function asStyleReader(style: string): string {
  return style
    .replace(/\\([0-9a-f]{1,6})\s?/gi, (_all, code: string) => {
      const point = Number.parseInt(code, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : "";
    })
    .normalize("NFKC")
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/[\s\p{C}]+/gu, "")
    .toLowerCase();
}
