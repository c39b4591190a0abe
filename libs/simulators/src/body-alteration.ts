/** What a helpdesk does to a body when it saves it. All off by default. */
export type BodyAlteration = {
  /** HTML is broken into indented lines. */
  reindent?: boolean;
  /** The whole HTML body is put into one `<p>`. */
  wrapInP?: boolean;
  /** Named entities become numeric ones and characters outside ASCII become entities. */
  changeEntities?: boolean;
  stripComments?: boolean;
  /** White space at the ends of lines and of the body is dropped; in plain text too. */
  trimTrailingSpace?: boolean;
};

const KINDS = {
  reindent: true,
  wrapInP: true,
  changeEntities: true,
  stripComments: true,
  trimTrailingSpace: true,
} satisfies Record<keyof BodyAlteration, true>;

/** What was asked for over HTTP. Throws a TypeError for an unknown alteration and for one that is neither on nor off. */
export function readBodyAlteration(asked: object): BodyAlteration {
  for (const [kind, isOn] of Object.entries(asked)) {
    if (!Object.hasOwn(KINDS, kind)) throw new TypeError(`Unknown alteration of bodies: ${kind}`);
    if (typeof isOn !== "boolean") throw new TypeError(`${kind} must be true or false.`);
  }
  return asked;
}

const NAMED: Readonly<Record<string, string>> = {
  "&nbsp;": "&#160;",
  "&quot;": "&#34;",
  "&apos;": "&#39;",
  "&auml;": "&#228;",
  "&ouml;": "&#246;",
  "&uuml;": "&#252;",
  "&mdash;": "&#8212;",
};

export function alterHtml(html: string, alteration: BodyAlteration): string {
  if (html === "") return html;
  let altered = html;
  if (alteration.stripComments) altered = altered.replace(/<!--[\s\S]*?-->/g, "");
  if (alteration.changeEntities) altered = otherEntities(altered);
  if (alteration.reindent)
    altered = altered.replace(/>(\s*)<(?=\/?(?:p|div|table|tr|td|ul|ol|li|br|blockquote)\b)/gi, ">\r\n  <");
  if (alteration.wrapInP) altered = `<p>${altered}</p>`;
  return alteration.trimTrailingSpace ? withoutTrailingSpace(altered) : altered;
}

export function alterPlain(text: string, alteration: BodyAlteration): string {
  return alteration.trimTrailingSpace ? withoutTrailingSpace(text) : text;
}

function otherEntities(html: string): string {
  return html
    .replace(/&[a-z]+;/g, (entity) => NAMED[entity] ?? entity)
    .replace(/[\u0080-\u{10ffff}]/gu, (character) => `&#${character.codePointAt(0) ?? 0};`);
}

function withoutTrailingSpace(text: string): string {
  return text.replace(/[ \t]+(?=\r?\n|$)/g, "").trimEnd();
}
