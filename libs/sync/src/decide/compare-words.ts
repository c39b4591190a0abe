import type { Content } from "@ticket-bridge/helpdesk";
import { contentHash, normalisedText } from "@ticket-bridge/mapping";

/** What is known of the words that a mirror should have. */
export interface WantedWords {
  /** The content hashes of all that the bridge wrote into this message. */
  readonly written: ReadonlySet<string>;
  /** Whether these are of just what was written, and not of its source. */
  readonly isExact: boolean;
  /** What the source says, if that is what was carried; else null. */
  readonly source: Content | null;
}

/**
 * Whether a mirror still says what was written, as far as that can be known. A hash of just what was written settles it.
 * Where only the source's own hash was kept (Requestor, whose mirrors have a head, may have a foot, and show pictures
 * otherwise), all words of a source that did not change since must stand there in their order: whether somebody added
 * words cannot be seen then, nor anything of a mirror whose source changed since.
 */
export function saysWhatWasWritten(standing: Content, { written, isExact, source }: WantedWords): boolean {
  if (written.has(contentHash(standing))) return true;
  if (isExact) return false;
  return source === null || hasWordsOf(standing, source);
}

/** What a source has in brackets may stand for pictures and files, which its mirror may show instead. */
function hasWordsOf(standing: Content, source: Content): boolean {
  const wanted = wordsOf(normalisedText(source).replace(/\[[^\]]*\]/g, " "));
  let found = 0;
  for (const word of wordsOf(normalisedText(standing))) if (word === wanted[found]) found += 1;
  return found === wanted.length;
}

function wordsOf(text: string): readonly string[] {
  return text.split(" ").filter((word) => word !== "");
}
