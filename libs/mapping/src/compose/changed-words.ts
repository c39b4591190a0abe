/** The stretch in which two texts differ, by words, with a few words around it. */
export interface ChangedWords {
  readonly before: string;
  readonly removed: string;
  readonly added: string;
  readonly after: string;
}

const wordsAround = 6;
const mostCharacters = 600;

/**
 * From the first word that differs to the last one; null where the words are the same. One stretch and no list of many:
 * a person corrects a word or a sentence, and whoever wants to compare more has both texts in front of him.
 */
export function changedWords(old: string, now: string): ChangedWords | null {
  const [olds, nows] = [wordsOf(old), wordsOf(now)];
  const most = Math.min(olds.length, nows.length);
  let first = 0;
  while (first < most && olds[first] === nows[first]) first += 1;
  if (first === olds.length && first === nows.length) return null;
  let last = 0;
  while (last < most - first && olds.at(-1 - last) === nows.at(-1 - last)) last += 1;
  const shown = (words: readonly string[]) => shortened(words.slice(first, words.length - last).join(" "));
  const before = nows.slice(Math.max(0, first - wordsAround), first);
  const after = nows.slice(nows.length - last, nows.length - last + wordsAround);
  return {
    before: (first > wordsAround ? "… " : "") + before.join(" "),
    removed: shown(olds),
    added: shown(nows),
    after: after.join(" ") + (last > wordsAround ? " …" : ""),
  };
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

/** Its beginning and its end, by whole characters. */
function shortened(text: string): string {
  const letters = [...text];
  if (letters.length <= mostCharacters) return text;
  const half = mostCharacters / 2;
  return `${letters.slice(0, half).join("")} … ${letters.slice(-half).join("")}`;
}
