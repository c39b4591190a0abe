import type { Side } from "@ticket-bridge/helpdesk";

import { callHelpdesk } from "./call-helpdesk.ts";
import type { EngineContext } from "./engine-context.ts";

/** An account that is no operator any more sees no private messages: they look deleted and are not. */
export async function seesAll(context: EngineContext, side: Side): Promise<boolean> {
  const helpdesk = context.helpdesks[side];
  const { canWriteInternal } = await callHelpdesk(context, helpdesk, "read", () =>
    helpdesk.describeAccount({ signal: context.calls }),
  );
  return canWriteInternal;
}
