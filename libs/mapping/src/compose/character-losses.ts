import type { Content } from "@ticket-bridge/helpdesk";

import { signs } from "../content/carriable-text.ts";
import type { Loss } from "./loss.ts";

/**
 * The signs that stand in the text for characters that could not be carried. Whether the bridge set them or somebody
 * before it cannot be told from the text any more, and does not matter to who reads it.
 */
export function characterLosses({ text }: Content): readonly Loss[] {
  const count = text.match(signs)?.length ?? 0;
  if (count === 0) return [];
  return [
    {
      what: `Characters not carried, each shown by a sign in its place: ${count}`,
      why: "XML and databases hold neither control characters nor halves of characters.",
      inRecordOnly: true,
    },
  ];
}
