/** White space of every kind, controls, soft hyphens, zero-width and direction marks: what a helpdesk may add or lose. */
const invisible = /[\s\p{Cc}\p{Cf}]+/gu;

/** The text without anything invisible: what stays the same however a helpdesk re-wraps and re-indents it. */
export function bare(text: string): string {
  return text.replace(invisible, "");
}
