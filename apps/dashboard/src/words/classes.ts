import type { AuditTotals } from "../api/shapes.ts";

type ClassName = keyof AuditTotals["classes"];

/** How a message stands on both sides, after the audit or a backfill has compared them. */
export const classWords: readonly { readonly name: ClassName; readonly word: string; readonly meaning: string }[] = [
  { name: "same", word: "Same", meaning: "It stands on both sides with the same words." },
  { name: "only-source", word: "Only at the source", meaning: "It should have a mirror and has none." },
  { name: "only-target", word: "Only at the target", meaning: "Its source is gone or was never there." },
  { name: "differs", word: "Differs", meaning: "Both sides say something else." },
  { name: "error", word: "Not comparable", meaning: "It could not be read or understood." },
];

export function classWord(name: ClassName): string {
  return classWords.find((each) => each.name === name)?.word ?? name;
}
