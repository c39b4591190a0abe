import { diffWords } from "diff";

/** A stretch of a text that stands on the other side too, or here alone. */
export interface Piece {
  readonly text: string;
  readonly isOnlyHere: boolean;
}

interface Differences {
  readonly source: readonly Piece[];
  readonly mirror: readonly Piece[];
  /** Places where they differ; 0: the same words. */
  readonly places: number;
}

const words = new Intl.Segmenter(undefined, { granularity: "word" });

/** Marking must not hold up the page where the texts have next to nothing in common. */
const timeout = 1_000;

/** Word by word, whatever white space lies between; null where looking takes too long. */
export function differencesOf(source: string, mirror: string): Differences | null {
  const changes = diffWords(source, mirror, { intlSegmenter: words, timeout });
  if (changes === undefined) return null;
  const differs = changes.map(({ added, removed }) => added || removed);
  return {
    source: changes.filter(({ added }) => !added).map(toPiece),
    mirror: changes.filter(({ removed }) => !removed).map(toPiece),
    // A word in another's place is told as one taken away and one put there.
    places: differs.filter((each, place) => each && !(differs[place - 1] ?? false)).length,
  };
}

function toPiece({ value, added, removed }: { value: string; added: boolean; removed: boolean }): Piece {
  return { text: value, isOnlyHere: added || removed };
}
