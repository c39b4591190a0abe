/** An id that the bridge may have given to a row of its own; null for anything else, which the bridge would refuse. */
export function rowIdOf(text: string | null): string | null {
  return text !== null && /^[1-9]\d{0,17}$/.test(text) ? text : null;
}
