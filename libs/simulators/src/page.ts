/** A page of a list: what comes after a number, at most `limit` (1,000) of it. Without either, all of the list. */
export type PageOptions = { after?: number; limit?: number };

const PAGE = 1000;

/** The page of a list whose items are numbered from `first` up by one. */
export function pageOf<T>(items: readonly T[], { after, limit }: PageOptions, first = 1): T[] {
  if (after === undefined && limit === undefined) return [...items];
  const from = Math.max(0, (after ?? 0) - first + 1);
  return items.slice(from, from + (limit ?? PAGE));
}

/** The page of a table by its ids, ascending. */
export function idsOf(table: ReadonlyMap<number, unknown>, { after, limit }: PageOptions): number[] {
  const ids = [...table.keys()].filter((id) => id > (after ?? 0)).sort((a, b) => a - b);
  return after === undefined && limit === undefined ? ids : ids.slice(0, limit ?? PAGE);
}
