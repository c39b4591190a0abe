import { styleNonce } from "../app/style-nonce.ts";
import { showInOwnOrder } from "./reading-order.ts";
import { lookAttribute, takeLooks } from "./take-looks.ts";

/**
 * Sizes that browsers take of the text around, and so to nothing where such elements are nested, are fixed. What browsers
 * hide by themselves is shown, and what turns words round does not; widths, borders and typefaces of attributes, which
 * push words aside or make signs of them, do nothing. What is wide all the same is scrolled to: of words from right to
 * left within their element, as the frame scrolls to the right only.
 */
const looks = `
  :root { color-scheme: light; }
  body { margin: 0.75rem; background: #fff; color: #1b2126; font: 14px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
  h1 { font-size: 24px; } h2 { font-size: 20px; } h3 { font-size: 17px; } h4, h5, h6 { font-size: 14px; }
  small, sub, sup, rt { font-size: 12px; } big { font-size: 17px; }
  ruby, rb, rt, rtc, rp { display: inline; }
  bdo { unicode-bidi: isolate; }
  [dir] { overflow-x: auto; }
  font { font-family: inherit; }
  pre { white-space: pre-wrap; }
  img { max-width: 100%; height: auto; margin: 0; border: 0; }
  hr { width: auto; height: 0; }
  table { border-collapse: collapse; border: 0; }
  table, tr, td, th, col, colgroup { width: auto; height: auto; white-space: normal; }
  td, th { border: 1px solid #dbe0e4; padding: 0.2rem 0.5rem; }
  blockquote { margin: 0.5rem 0; padding-left: 0.75rem; border-left: 3px solid #dbe0e4; }
`;

/**
 * A document for a sandboxed frame, of markup that the bridge cleaned. A frame's own document is bound by the page's
 * content security policy as well, so nothing in it runs and nothing is fetched whatever stands in it; what the policy
 * would refuse is taken out beforehand: styles, of which harmless ones come back as rules, and pictures from elsewhere,
 * which leave a word.
 */
export function frameDocument(html: string): string {
  const { body } = new DOMParser().parseFromString(withLooksApart(html), "text/html");
  for (const picture of body.querySelectorAll("img")) {
    if (/^data:image\//i.test(picture.src)) continue;
    const word = document.createElement("span");
    word.setAttribute(lookAttribute, "color: #56616a");
    word.textContent = picture.alt === "" ? "[picture, not loaded]" : `[picture, not loaded: ${picture.alt}]`;
    picture.replaceWith(word);
  }
  for (const link of body.querySelectorAll("a[href]")) {
    link.setAttribute("title", link.getAttribute("href") ?? "");
    link.removeAttribute("href");
  }
  showInOwnOrder(body);
  const rules = takeLooks(body);
  const head = [
    '<meta charset="utf-8">',
    `<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'nonce-${styleNonce()}'; img-src data:">`,
    `<style nonce="${styleNonce()}">${looks}${rules}</style>`,
  ];
  return `<!doctype html><html><head>${head.join("")}</head><body dir="auto">${body.innerHTML}</body></html>`;
}

/**
 * Before anything parses it: a browser complains of an inline style even where nothing is shown. In markup that was
 * cleaned no text holds a "<", and every attribute stands in quotes.
 */
function withLooksApart(html: string): string {
  return html.replace(/<[a-z](?:"[^"]*"|'[^']*'|[^"'<>])*>/gi, (tag) =>
    tag.replace(/([\s"'/])style(?=\s*=)/gi, `$1${lookAttribute}`),
  );
}
