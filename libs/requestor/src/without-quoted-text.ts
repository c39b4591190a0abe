/** Shorter lines are found by chance in any sentence. */
const shortestQuotation = 12;

/**
 * An error sentence without the message's own lines: a helpdesk may quote the text it refused, and sentences go to logs
 * and to the dashboard, where a private note has no business.
 */
export function withoutQuotedText(sentence: string, text: string): string {
  // Only lines that can stand in the sentence; a body of megabytes has many that cannot.
  const quotations = text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line.length >= shortestQuotation && line.length <= sentence.length && sentence.includes(line));
  return quotations.reduce((left, quotation) => left.replaceAll(quotation, "[…]"), sentence);
}
