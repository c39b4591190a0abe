/**
 * The id of the request that an attempt is: the correlation id, so that whoever looks for that finds all of them, and the
 * attempt's number.
 */
export function requestIdOf(correlationId: string, number: number): string {
  return `${correlationId}-${number}`;
}
