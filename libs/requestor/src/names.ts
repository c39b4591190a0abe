/**
 * A copy of an object with the given names in their exact spelling, whatever the case they came in: Requestor's versions
 * and Json.NET do not agree on one. An exactly spelled member wins; all others survive as they are.
 */
export function withNames(object: object, names: readonly string[]): Record<string, unknown> {
  const exact = new Map(names.map((name) => [name.toLowerCase(), name]));
  const entries = Object.entries(object);
  const present = new Set(entries.map(([name]) => name));
  return Object.fromEntries(
    entries.map(([name, value]: [string, unknown]) => {
      const wanted = exact.get(name.toLowerCase());
      return [wanted === undefined || present.has(wanted) ? name : wanted, value];
    }),
  );
}
