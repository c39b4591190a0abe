import type { MessageId, WriteOptions } from "@ticket-bridge/helpdesk";

import type { SuperOfficeContext } from "./context.ts";
import { saysNotFound } from "./error-body.ts";

/**
 * Deletes one message (DELETE TicketMessage/{id}, answered with 204). Resolves also when SuperOffice says that there is
 * no such message. Rejects with DeliveryError, `uncertain` when it may have been deleted and no clear answer came.
 */
export async function deleteMessage(context: SuperOfficeContext, id: MessageId, options: WriteOptions): Promise<void> {
  const call = { method: "DELETE", path: `TicketMessage/${id}`, safeToRepeat: false, about: "ticket" } as const;
  const answer = await context.client.send(call, options);
  if (answer.status === 404 && saysNotFound(answer)) return;
  await context.client.mustBeDone(call, answer, options.signal);
}
