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
