import { hasLineOnLeft } from "./line-on-left.ts";

/** The class and id names of quotations, as whole words: Outlook on the web puts x_ before the names of others. */
const quotingNames = new RegExp(
  "(?<![a-z0-9])(?:" +
    "gmail_quote|gmail_attr|gmail_extra|yahoo_quoted|moz-cite|moz-forward|outlookmessageheader|divrplyfwdmsg|" +
    "appendonsend|mail-editor-reference-message-container|ms-outlook-mobile-reference-message|protonmail_quote|" +
    "zmail_extra|wordsection_quote|quoted|reply-?quote|mail_android_quote|tutanota_quote" +
    ")(?![a-z0-9])",
  "i",
);

/**
 * Whether an element holds what somebody else wrote: by its name, by the class and id names mail programs give, or by
 * the line on the left that Outlook draws beside quoted text. A rule across the page stands before what it parts off.
 */
export function isQuotation(name: string, attributes: Readonly<Record<string, string>>): boolean {
  if (name === "blockquote" || name === "q" || name === "cite" || name === "hr") return true;
  if (attributes["type"]?.toLowerCase() === "cite") return true;
  if (quotingNames.test(`${attributes["class"] ?? ""} ${attributes["id"] ?? ""}`)) return true;
  return hasLineOnLeft(attributes["style"] ?? "");
}
