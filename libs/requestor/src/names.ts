/**
 * A copy of an object with the given names in their exact spelling, whatever the case they came in: Requestor's versions
 * and Json.NET do not agree on one. An exactly spelled member wins over another spelling; all others survive as they are.
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

/** The values of all members with this name in any case. */
export function valuesNamed(object: object, name: string): readonly unknown[] {
  const wanted = name.toLowerCase();
  return Object.entries(object).flatMap(([other, value]: [string, unknown]) =>
    other.toLowerCase() === wanted ? [value] : [],
  );
}
