import { storableText } from "../database/storable.ts";
import { Prisma } from "../generated/client.ts";

/** What words_of of the migrations takes for white space. */
const betweenWords = /[\s!-/:-@[-`{-~\u00A0-\u00BF\u2000-\u206F\u3000-\u303F]+/u;
const longestWord = 100;
const mostWords = 10;

/** A query for rows that hold a word beginning with each of these; null where nothing in the text is a word. */
export function wordsQuery(text: string): Prisma.Sql | null {
  const words = text.split(betweenWords).filter((word) => word !== "");
  if (words.length === 0) return null;
  const quoted = words.slice(0, mostWords).map((word) => `'${storableText(word.slice(0, longestWord))}':*`);
  // As a subquery it is read once and not for each row.
  return Prisma.sql`(SELECT to_tsquery('simple'::regconfig, ${quoted.join(" & ")}::text))`;
}
