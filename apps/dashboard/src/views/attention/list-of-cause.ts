import type { AttentionFilter } from "../../api/attention.ts";
import type { AttentionGroup } from "../../api/shapes.ts";

/** Where exactly the messages of a group are listed. */
export function listOfCause(
  { cause }: Pick<AttentionGroup, "cause">,
  { direction, linkId }: Pick<AttentionFilter, "direction" | "linkId">,
): string {
  const query = new URLSearchParams({
    cause,
    ...(direction !== undefined && { direction }),
    ...(linkId !== undefined && { linkId }),
  });
  return `/messages?${query.toString()}`;
}
