import type { Author } from "@ticket-bridge/helpdesk";

/** What an author is to be called on the other side; what is null stays as the source has it. */
export interface AuthorName {
  readonly name: string | null;
  readonly email: string | null;
}

/** By name or address as the source gives them, in small letters (MAPPING_FILE, `authors`). */
export type AuthorNames = ReadonlyMap<string, AuthorName>;

/** The author under the name the mapping has for the address or else the name; as given where it knows neither. */
export function namedAuthor(author: Author, names: AuthorNames): Author {
  const known = names.get(keyOf(author.email ?? "")) ?? names.get(keyOf(author.name));
  return known === undefined
    ? author
    : { ...author, name: known.name ?? author.name, email: known.email ?? author.email };
}

function keyOf(text: string): string {
  return text.trim().toLowerCase();
}
