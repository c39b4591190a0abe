import type { LinkSort } from "./dashboard-reads.ts";

/** Where a page of links ended: the last one's place in the order, and its id. */
export interface LinkPlace {
  /** Microseconds since 1970 UTC, as many as a timestamp holds; null where the order is that of the ids, and for a link without any message. */
  readonly at: string | null;
  readonly id: bigint;
}

const shape = /^(newest|activity|waiting)_(\d{1,18}|none)_(\d{1,18})$/;

export function writeLinkCursor(sort: LinkSort, { at, id }: LinkPlace): string {
  return `${sort}_${at ?? "none"}_${id}`;
}

/** Null for a text that is no cursor of this order: the list begins anew. */
export function readLinkCursor(sort: LinkSort, cursor: string | null): LinkPlace | null {
  const [, of, at, id] = shape.exec(cursor ?? "") ?? [];
  return of !== sort || at === undefined || id === undefined ? null : { at: at === "none" ? null : at, id: BigInt(id) };
}
