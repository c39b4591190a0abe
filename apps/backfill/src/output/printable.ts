/*
 * What a helpdesk said may hold control characters that would steer the terminal. Colours are our own: all that stays of
 * them is what picocolors writes.
 */
const colour = /(\u001b\[\d{1,2}m)/;

/** A line without anything that would steer a terminal, except colours. */
export function printable(line: string): string {
  return line
    .split(colour)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/\p{Cc}/gu, " ")))
    .join("");
}
