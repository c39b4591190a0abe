import { DeliveryError } from "@ticket-bridge/helpdesk";
import type { CreatedMessage, OutgoingMessage, WriteOptions } from "@ticket-bridge/helpdesk";
import {
  superofficeMessageFromWire,
  superofficeMessageToWire,
  type SuperOfficeNewMessageWire,
} from "@ticket-bridge/mapping";

import type { SuperOfficeContext } from "./context.ts";
import { newMessageWire, savedMessageWire } from "./wire.ts";

/**
 * Writes one message (POST TicketMessage page, also its older version). `notify` is always said, because its default is
 * not documented, and is false unless the policy asks for notifications (P6). Rejects with DeliveryError: `uncertain` whenever the
 * message may have been stored and no answer with its id came, `permanent` for a message that does not fit the call.
 */
export async function createMessage(
  context: SuperOfficeContext,
  message: OutgoingMessage,
  options: WriteOptions,
): Promise<CreatedMessage> {
  const body = checkedBody(message);
  const call = {
    method: "POST",
    path: `TicketMessage?notify=${context.notify}`,
    body,
    confidential: [body.HtmlBody, body.Body, body.Author, message.content.text],
    safeToRepeat: false,
    about: "ticket",
  } as const;
  const saved = await context.client.get(call, savedMessageWire, options);
  const created = superofficeMessageFromWire(saved, {
    ticketId: message.ticketId,
    ticketVisibility: null,
    ownAssociateId: null,
  });
  if (created === null) throw new TypeError("an answer with a checked id always maps");
  return { id: created.id, createdAt: created.createdAt };
}

function checkedBody(message: OutgoingMessage): SuperOfficeNewMessageWire {
  const checked = newMessageWire.safeParse(superofficeMessageToWire(message));
  if (checked.success) return checked.data;
  // Only the names of the fields: their values are a customer's words.
  const fields = checked.error.issues.map((issue) => issue.path.join(".") || "the message").join(", ");
  throw new DeliveryError(`the message does not fit SuperOffice's POST TicketMessage: ${fields}`, {
    decision: "permanent",
    fault: "message",
  });
}
