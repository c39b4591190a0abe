import type { RequestorMessage } from "@ticket-bridge/simulators";
import { vi } from "vitest";

import type { LinkedPair, TwoHelpdesks } from "./two-helpdesks.ts";

/** The message with this text on Requestor's ticket, as soon as it stands there. Rejects when it does not come. */
export async function mirrorIn(
  { requestor }: TwoHelpdesks,
  pair: Pick<LinkedPair, "requestor">,
  text: string,
): Promise<RequestorMessage> {
  return await vi.waitFor(() => {
    const found = requestor.control.messages(pair.requestor).find(({ body }) => body.includes(text));
    if (found === undefined) throw new Error(`"${text}" is not in Requestor yet.`);
    return found;
  }, 30_000);
}
