const quotingNames =
  /gmail_quote|gmail_attr|gmail_extra|yahoo_quoted|moz-cite|moz-forward|outlookmessageheader|divrplyfwdmsg|appendonsend|protonmail_quote|zmail_extra|wordsection_quote|quoted|reply-?quote|mail_android_quote|tutanota_quote/i;
const bordered = /border-left(?:-width)?\s*:\s*(?!\s*(?:none|0|medium none))/i;

/**
 * Whether an element holds what somebody else wrote: by its name, by the class and id names mail programs give, or by
 * the line on the left that Outlook draws beside quoted text.
 */
export function isQuotation(name: string, attributes: Readonly<Record<string, string>>): boolean {
  if (name === "blockquote" || name === "q" || name === "cite") return true;
  if (attributes["type"]?.toLowerCase() === "cite") return true;
  if (quotingNames.test(`${attributes["class"] ?? ""} ${attributes["id"] ?? ""}`)) return true;
  return bordered.test(attributes["style"] ?? "");
}
