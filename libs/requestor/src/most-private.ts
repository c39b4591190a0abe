import { valuesNamed } from "./names.ts";

/**
 * The message with one Private: where it says this twice, in two spellings or as the write side's IsPrivate too, the most
 * private one counts, and whatever is not clearly false is private (P3). IsPrivate alone says nothing about the read side.
 */
export function mostPrivate(message: object): object {
  const told = valuesNamed(message, "Private");
  if (told.length === 0) return message;
  const isPublic = [...told, ...valuesNamed(message, "IsPrivate")].every(isClearlyFalse);
  const others = Object.entries(message).filter(([name]) => !/^(is)?private$/i.test(name));
  return { ...Object.fromEntries(others), Private: !isPublic };
}

function isClearlyFalse(value: unknown): boolean {
  return value === false || (typeof value === "string" && /^\s*false\s*$/i.test(value));
}
