import type { Page } from "../../ports/link-store.ts";

/** Newest first. The cursor is the last id of the page before; one that is none starts anew. */
export function page<Item extends { readonly id: string }>(
  items: readonly Item[],
  { cursor, limit }: { cursor: string | null; limit: number },
): Page<Item> {
  const before = cursor !== null && /^[0-9]{1,18}$/.test(cursor) ? Number(cursor) : Infinity;
  const rest = items.filter(({ id }) => Number(id) < before).sort((a, b) => Number(b.id) - Number(a.id));
  const shown = rest.slice(0, limit);
  return { items: shown, nextCursor: rest.length > limit ? (shown.at(-1)?.id ?? null) : null };
}
