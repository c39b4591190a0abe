/** What helpdesks do to a body between the POST and the next GET, one habit each. */
type Habit = (text: string) => string;

const inText = (html: string, change: Habit): string =>
  html.replace(/(^|>)([^<]+)/g, (_all, tag: string, text: string) => tag + change(text));

export const markupHabits: Readonly<Record<string, Habit>> = {
  "re-indented": (html) => html.replace(/>\s*</g, ">\r\n      <"),
  "wrapped in a paragraph": (html) => `<p>${html}</p>`,
  "wrapped in a styled division": (html) => `<div class="message" style="margin:0">${html}</div>`,
  "given a page around it": (html) =>
    `<!DOCTYPE html><html><head><title>Re: [x]</title><style>p{}</style></head><body lang="en">${html}</body></html>`,
  "given numeric entities": (html) =>
    inText(html, (text) => text.replace(/[[\],/]/g, (sign) => `&#${sign.charCodeAt(0)};`)),
  "given hexadecimal entities": (html) =>
    inText(html, (text) => text.replace(/[[\]:]/g, (sign) => `&#x${sign.charCodeAt(0).toString(16)};`)),
  "given named spaces": (html) => inText(html, (text) => text.replace(/ /g, "&nbsp;")),
  "given non-breaking spaces": (html) => inText(html, (text) => text.replace(/ /g, "\u00a0")),
  "given comments": (html) => `<!-- saved --><!--[if mso]>x<![endif]-->${html.replace(/<p>/, "<p><!-- [ -->")}`,
  "stripped of comments": (html) => html.replace(/<!--.*?-->/gs, ""),
  "given breaks": (html) => `<br/>${html.replace(/<br>/g, "<BR />")}`,
  "given tags around its text": (html) =>
    inText(html, (text) => (text.trim() === "" ? text : `<span><font color="#000000">${text}</font></span>`)),
  "re-wrapped": (html) => inText(html, (text) => text.replace(/ /g, "\r\n")),
  "given zero-width marks": (html) => `\ufeff${inText(html, (text) => text.replace(/ /g, " \u200b"))}`,
  "stripped of line ends": (html) => html.replace(/>[\r\n]+</g, "><").trimEnd(),
  "upper-cased in its tags": (html) => html.replace(/<(\/?)p>/g, "<$1P>"),
};

export const plainHabits: Readonly<Record<string, Habit>> = {
  "given CRLF": (text) => text.replace(/\r?\n/g, "\r\n"),
  "given trailing spaces": (text) => text.replace(/$/gm, "   "),
  "stripped of trailing space": (text) => text.trimEnd(),
  indented: (text) => text.replace(/^/gm, "    "),
  "given non-breaking spaces": (text) => text.replace(/ /g, "\u00a0"),
  "given zero-width marks": (text) => `\ufeff${text.replace(/ /g, " \u200b")}`,
  "re-wrapped at every space": (text) => text.replace(/ /g, "\n"),
  "given empty lines": (text) => `\n\n${text.replace(/\n/g, "\n\n")}`,
  "wrapped in a paragraph, kept as plain": (text) =>
    text.startsWith("<") ? text : `<p>${text.replace(/\n/g, "<br />\n")}</p>`,
};
