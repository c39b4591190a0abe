import { otherSide } from "@ticket-bridge/helpdesk";
import type { Content, Message, Side } from "@ticket-bridge/helpdesk";

import { composeMirror } from "../compose/compose-mirror.ts";
import type { Loss } from "../compose/loss.ts";
import { requestorMessageFromWire } from "../requestor/message-from-wire.ts";
import { requestorMessageToWire } from "../requestor/message-to-wire.ts";
import { superofficeMessageFromWire } from "../superoffice/message-from-wire.ts";
import { superofficeMessageToWire } from "../superoffice/message-to-wire.ts";
import { bridge, markerOf, ticket } from "./messages.ts";
import { superofficeWire } from "./superoffice-message.ts";

/** One way over the bridge: what the target was sent, and what it answers when it is read. */
export interface Crossing {
  readonly source: Message;
  readonly losses: readonly Loss[];
  /** The text that the target shows as markup, or as it is. */
  readonly body: Content;
  /** SuperOffice's plain text beside the markup, under a Type that says markup; null where there is none. */
  readonly beside: string | null;
  readonly arrived: Message;
}

/** A body as that side's own users wrote it, over the side's wire into our words, and over the other wire. */
export function crossing(from: Side, written: Content): Crossing {
  return cross(readFrom(from, written));
}

/** The mirror of a crossing, taken for a message of its own and sent back. */
export function crossingBack({ arrived }: Crossing): Crossing {
  return cross(arrived);
}

function readFrom(side: Side, { format, text }: Content): Message {
  const isHtml = format === "html";
  const message =
    side === "superoffice"
      ? superofficeMessageFromWire(
          overJson({
            ...superofficeWire,
            Type: isHtml ? "Html" : "Plain",
            Body: isHtml ? "" : text,
            HtmlBody: isHtml ? text : "",
          }),
          { ticketId: ticket(734), ticketVisibility: "public", ownAssociateId: null },
        )
      : requestorMessageFromWire(overJson({ Id: 8812, Private: false, Html: isHtml, Body: text }), {
          ticketId: ticket(734),
          ownUserProviderKey: null,
        });
  if (message === null) throw new Error("A message with an id is always read.");
  return message;
}

function cross(source: Message): Crossing {
  const to = otherSide(source.side);
  // A message of its own, whose line is another one.
  const id = Number(source.id) + 1;
  const { outgoing, losses } = composeMirror(source, to, markerOf(source), { ...bridge, ticketId: ticket(47) });
  if (to === "superoffice") {
    const wire = superofficeMessageToWire(outgoing);
    const isHtml = wire.Type === "Html";
    const arrived = superofficeMessageFromWire(
      { ...overJson(wire), EjMessageId: id },
      { ticketId: outgoing.ticketId, ticketVisibility: "public", ownAssociateId: null },
    );
    if (arrived === null) throw new Error("A message with an id is always read.");
    const body: Content = isHtml ? { format: "html", text: wire.HtmlBody } : { format: "plain", text: wire.Body };
    return { source, losses, body, beside: isHtml ? wire.Body : null, arrived };
  }
  const wire = overJson(requestorMessageToWire(outgoing));
  const arrived = requestorMessageFromWire(
    { Id: id, Body: wire.Message, Html: wire.Html, Private: wire.IsPrivate },
    { ticketId: outgoing.ticketId, ownUserProviderKey: null },
  );
  if (arrived === null) throw new Error("A message with an id is always read.");
  return { source, losses, body: { format: wire.Html ? "html" : "plain", text: wire.Message }, beside: null, arrived };
}

/** As the network would carry it: half a character does not survive as such. */
function overJson<Wire>(wire: Wire): Wire {
  return JSON.parse(JSON.stringify(wire)) as Wire;
}
