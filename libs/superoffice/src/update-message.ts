import { DeliveryError, readMessageId } from "@ticket-bridge/helpdesk";
import type { EditOptions, MessageEdit, Written } from "@ticket-bridge/helpdesk";
import { superofficeEditToWire, superofficeMessageFromWire } from "@ticket-bridge/mapping";

import type { SuperOfficeContext } from "./context.ts";
import { saysNotFound } from "./error-body.ts";
import { readEntity } from "./read-messages.ts";
import { savedMessageWire } from "./wire.ts";

/**
 * Changes one message in its place: GET TicketMessage/{id}, then PUT TicketMessage/{id}?notify=false with the same entity
 * and only the edit's fields changed (their pages; the older page knows no `notify` and ignores it). Nobody is notified
 * whatever the policy says of new messages. Rejects with DeliveryError: `permanent`, fault `message`, when there is no
 * such message; `uncertain` whenever it may have been stored and no answer with its id came.
 */
export async function updateMessage(
  context: SuperOfficeContext,
  edit: MessageEdit,
  options: EditOptions,
): Promise<Written> {
  const { beforeBytes, beforeReplace, ...read } = options;
  const entity = await readEntity(context, edit.messageId, "ticket", read);
  if (entity === undefined) throw gone(edit);
  const origin = { ticketId: edit.ticketId, ticketVisibility: null, ownAssociateId: null };
  const current = superofficeMessageFromWire(entity, origin);
  if (current === null) throw new TypeError("an answer with a checked id always maps");
  beforeReplace(current);
  const call = {
    method: "PUT",
    path: `TicketMessage/${edit.messageId}?notify=false`,
    body: superofficeEditToWire(entity, edit),
    confidential: [edit.content.text, current.content.text],
    safeToRepeat: false,
    about: "ticket",
  } as const;
  const asked = savedMessageWire.refine((saved) => readMessageId(saved.EjMessageId) === edit.messageId);
  const answer = await context.client.send(call, { ...read, beforeBytes });
  if (answer.status === 404 && saysNotFound(answer)) throw gone(edit);
  await context.client.read(call, answer, asked, read);
  return { status: answer.status };
}

function gone({ messageId }: MessageEdit): DeliveryError {
  return new DeliveryError(`SuperOffice has no message ${messageId} any more`, {
    decision: "permanent",
    fault: "message",
    status: 404,
  });
}
