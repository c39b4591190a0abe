/** The names an object is to have, looked up by their spelling in small letters. Made once for each shape. */
export type KnownNames = ReadonlyMap<string, string>;

/** `names` as {@link withNames} looks them up. Of two that differ in case only the last one counts. Never throws. */
export function knownNames(names: readonly string[]): KnownNames {
  return new Map(names.map((name) => [name.toLowerCase(), name]));
}

/**
 * An object with the given names in their exact spelling, whatever the case they came in: Requestor's versions and
 * Json.NET do not agree on one. An exactly spelled member wins over another spelling; all others survive as they are.
 * The object itself where nothing is spelt otherwise, which is the rule; else a copy.
 */
export function withNames(object: object, known: KnownNames): Readonly<Record<string, unknown>> {
  const spelt = (name: string): string => {
    const wanted = known.get(name.toLowerCase());
    return wanted === undefined || Object.hasOwn(object, wanted) ? name : wanted;
  };
  if (Object.keys(object).every((name) => spelt(name) === name)) return object as Record<string, unknown>;
  return Object.fromEntries(Object.entries(object).map(([name, value]: [string, unknown]) => [spelt(name), value]));
}

/** The values of all members with this name in any case. */
export function valuesNamed(object: object, name: string): readonly unknown[] {
  const wanted = name.toLowerCase();
  // No other spelling has another length, and most names of an answer do.
  return Object.keys(object)
    .filter((other) => other.length === wanted.length && other.toLowerCase() === wanted)
    .map((other) => (object as Record<string, unknown>)[other]);
}
