import type { Act } from "../api/shapes.ts";

/** Where what was acted on is shown; null where there is no such view. */
export function placeOfTarget({ kind, id }: NonNullable<Act["target"]>): string | null {
  switch (kind) {
    case "link":
      return `/tickets/${id}`;
    case "mirror":
      return `/messages/${id}`;
    case "backfill":
      return `/backfill/${id}`;
    default:
      return null;
  }
}
