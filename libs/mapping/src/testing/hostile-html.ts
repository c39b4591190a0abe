import fc from "fast-check";

const words = fc.constantFrom(
  "printer",
  "Größe",
  "שלום",
  "漢字かな",
  "👩🏽‍💻",
  "e\u0301",
  "3 &lt; 5",
  "R&amp;D",
  "a &#38; b",
  "&nbsp;&#8239;x",
  "&eacute;&#x1F600;",
  "&notanentity; &amp",
  "5 > 3",
  "x < y",
  "&lt;script&gt;",
);

const calls = fc.constantFrom("alert(1)", "window.__hit(1)", "top.x=1", "fetch('//evil.example')");
/** What stands inside or before a scheme and is not seen by those who follow it. */
const disguise = fc.constantFrom(
  "",
  " ",
  "\t",
  "\n",
  "&#9;",
  "&#x0A;",
  "&Tab;",
  "&NewLine;",
  "&#1;",
  "\u0001",
  "&#173;",
  "&#8203;",
);
const scriptScheme = fc
  .tuple(
    fc.constantFrom("javascript", "JaVaScRiPt", "vbscript", "livescript"),
    disguise,
    fc.nat(8),
    disguise,
    fc.constantFrom(":", "&colon;", "&#58", "&#x3a;"),
  )
  .map(
    ([name, inside, place, before, colon]) => `${before}${name.slice(0, place)}${inside}${name.slice(place)}${colon}`,
  );
const address = fc.oneof(
  fc.constantFrom(
    "https://example.com/?a=1&amp;b=2",
    "http://example.com/#x",
    "mailto:a@b.example",
    "tel:+49123",
    "//evil.example/x",
    "/local",
    "#anchor",
    "data:text/html,&lt;script&gt;alert(1)&lt;/script&gt;",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "file:///c:/x",
    "cid:1",
    "",
  ),
  fc.tuple(scriptScheme, calls).map(([scheme, call]) => scheme + call),
);

const styles = fc.constantFrom(
  "color:red",
  "width:expression(alert(1))",
  "background:url(javascript:alert(1))",
  "b\\65havior:url(x)",
  "-moz-binding:url(x)",
  "position:fixed;top:0;color:blue",
  "mso-style:x;margin:0",
  "white-space:pre-wrap",
  "font-family:&quot;A&quot;,serif",
  "color:red;/*",
  "}</style><script>alert(1)</script>",
);
const attribute = fc.oneof(
  address.map((target) => `href="${target}"`),
  address.map((target) => `src='${target}'`),
  styles.map((style) => `style="${style}"`),
  fc
    .tuple(fc.constantFrom("onclick", "ONERROR", "onload", "onfocus", "onpointerrawupdate", "on-x"), calls)
    .map(([name, call]) => `${name}="${call}"`),
  fc.constantFrom(
    'dir="rtl"',
    "align=center",
    'title="a > b"',
    'class="gmail_quote"',
    "x",
    'id="x"',
    'srcdoc="<script>alert(1)</script>"',
    'formaction="javascript:alert(1)"',
    'xlink:href="javascript:alert(1)"',
    "autofocus",
    'contenteditable="true"',
    'is="x-y"',
    'title="</p><script>alert(1)</script>"',
    'width="100"',
  ),
);
const attributes = fc.array(attribute, { maxLength: 3 }).map((list) => list.map((one) => ` ${one}`).join(""));

const container = fc.constantFrom(
  ..."p div span b i u font center blockquote pre h1 h3 ul ol li dl dt dd table a q code small big".split(" "),
  ..."form fieldset label button o:p v:shape w:x st1:place unknown section details summary figure ruby".split(" "),
);

/** Pieces that show no word in any reader. */
const silent = fc.constantFrom(
  "<script>alert(1)</script>",
  "<SCRIPT src=//evil.example/x.js></SCRIPT >",
  "<style>p{background:url(javascript:alert(1))}</style>",
  "<iframe src='javascript:alert(1)'></iframe>",
  "<embed src='javascript:alert(1)'>",
  "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
  "<base href='javascript:alert(1)//'>",
  "<link rel=stylesheet href='//evil.example/x.css'>",
  "<!-- comment <p>not seen</p> -->",
  "<!--[if gte mso 9]><xml><o:x>hidden</o:x></xml><![endif]-->",
  "<![if !vml]><![endif]>",
  "<?xml:namespace prefix = o />",
  "<br>",
  "<br/>",
  "<hr>",
  "<wbr>",
  "<address hidden>hidden</address>",
  "<address style='display:none'>hidden too</address>",
  "<img src=https://x.example/y.png onerror=alert(1)>",
  "<img src=x width=1 onerror=alert(1)>",
);

/** Markup that readers disagree about: what it shows is no question here, only that it never acts. */
const disputed = fc.constantFrom(
  "<svg><style><img src=x onerror=alert(1)></style></svg>",
  "<svg onload=alert(1)><animate onbegin=alert(1)><desc><p>",
  "<math><mtext><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
  "<textarea>",
  "<xmp>",
  "<plaintext>",
  "<title>",
  "<!--",
  "<![CDATA[",
  "<template><script>alert(1)</script></template>",
  "<select><option><style></option></select><img src=x onerror=alert(1)></style>",
  "<table><style></table><img src=x onerror=alert(1)></style>",
  "<form><input name=attributes><math>",
  "<a href='x' <img src=x onerror=alert(1)>",
  '<img src="x` `<script>alert(1)</script>"` `>',
  "<<script>alert(1)//<</script>",
  "</p <img src=x onerror=alert(1)>>",
  "<isindex action=javascript:alert(1) type=image>",
  "<object data='data:text/html,<script>alert(1)</script>'>",
);

function markupOf(silentOrNot: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const { node } = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5, depthSize: "small", withCrossShrink: true },
      words,
      silentOrNot,
      fc
        .tuple(container, attributes, fc.array(tie("node"), { maxLength: 4 }))
        .map(([name, said, inner]) => `<${name}${said}>${inner.join(" ")}</${name}>`),
      fc
        .tuple(attributes, fc.array(tie("node"), { minLength: 1, maxLength: 3 }))
        .map(
          ([said, cells]) =>
            `<table><tbody><tr>${cells.map((cell) => `<td${said}>${cell}</td>`).join("")}</tr></tbody></table>`,
        ),
      fc
        .array(tie("node"), { minLength: 1, maxLength: 3 })
        .map((items) => `<ul>${items.map((item) => `<li>${item}`).join("")}</ul>`),
    ),
  }));
  return fc.array(node, { maxLength: 5 }).map((list) => list.join("\n"));
}

/** Nested markup with hostile attributes and words, every tag where it belongs. */
export const wellNested: fc.Arbitrary<string> = markupOf(silent);

/**
 * Whole tags only, none of those whose content is no markup, and none that hides: how far an element reaches that is
 * left open and hidden is another question in every reader.
 */
const movable =
  /<\/?(?!(?:script|style|iframe|address|!)\b)[a-z][a-z0-9:]*(?:\s[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*)?>/gi;

const besideTables =
  /<\/?(?!(?:script|style|iframe|address|t[a-z]+|!)\b)[a-z][a-z0-9:]*(?:\s[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*)?>/gi;

const damages = fc.array(fc.tuple(fc.nat(), fc.constantFrom("drop", "double", "swap")), { maxLength: 6 });

/** The same with tags taken out, doubled or moved at random, as careless programs do, but whole tables. */
export const badlyNested: fc.Arbitrary<string> = fc
  .tuple(markupOf(silent), damages)
  .map(([markup, some]) => damaged(markup, some, besideTables));

/** With damage to tables too. What then stands loose in a table a browser moves before it. */
export const brokenTables: fc.Arbitrary<string> = fc
  .tuple(markupOf(silent), damages)
  .map(([markup, some]) => damaged(markup, some, movable));

/** With what readers of markup disagree about, and damaged within tags too. */
export const hostile: fc.Arbitrary<string> = fc
  .tuple(
    markupOf(fc.oneof(silent, disputed, disputed)),
    damages,
    fc.array(fc.tuple(fc.nat(), fc.constantFrom("", "<", ">", '"', "'", "`", "\0", "/", " ", "--", "<!")), {
      maxLength: 4,
    }),
  )
  .map(([markup, some, signs]) =>
    signs.reduce(
      (text, [at, sign]) => {
        const place = text === "" ? 0 : at % text.length;
        return text.slice(0, place) + sign + text.slice(place + 1);
      },
      damaged(markup, some, movable),
    ),
  );

function damaged(markup: string, some: readonly (readonly [number, string])[], pattern: RegExp): string {
  const tags = [...markup.matchAll(pattern)];
  if (tags.length === 0) return markup;
  const changes = new Map<number, string>();
  for (const [at, how] of some) {
    const tag = tags[at % tags.length];
    const other = tags[(at * 7 + 3) % tags.length];
    if (tag === undefined || other === undefined) continue;
    if (how === "drop") changes.set(tag.index, "");
    else if (how === "double") changes.set(tag.index, tag[0] + tag[0]);
    else changes.set(tag.index, other[0]).set(other.index, tag[0]);
  }
  return markup.replace(pattern, (tag: string, ...rest: unknown[]) => {
    const place = rest.find((one): one is number => typeof one === "number") ?? -1;
    return changes.get(place) ?? tag;
  });
}
