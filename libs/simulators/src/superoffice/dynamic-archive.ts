import type { Answer } from "../exchange.ts";
import { mapped } from "./archive-order.ts";
import type { Row } from "./archive-order.ts";
import { filterOf, page, seconds } from "./archive-page.ts";
import type { Provider } from "./archive-page.ts";
import type { Call } from "./call.ts";
import { SuperOfficeRefusal } from "./errors.ts";
import type { SuperOfficeMessage } from "./model.ts";
import type { Cell } from "./odata.ts";

/** What is served of table ej_message, which has more columns. */
const MESSAGES: Provider = {
  name: "Dynamic",
  entity: "ej_message",
  key: "ej_message.id",
  columns: new Map([
    ["getAllRows", "bool"],
    ["getNoRows", "bool"],
    ["ej_message.id", "int"],
    ["ej_message.ticket_id", "int"],
    ["ej_message.created_at", "datetime"],
    ["ej_message.changed_at", "datetime"],
    ["ej_message.message_id", "string"],
  ]),
  defaults: ["ej_message.id"],
};

/** GET Archive/dynamic over table ej_message, which alone of all lists knows when a message was changed. */
export function listDynamic(call: Call): Answer {
  const { desk } = call;
  if (desk.settings.dynamicArchive === "off") {
    throw new SuperOfficeRefusal(500, "SoArchiveException", "The archive provider 'dynamic' is not available");
  }
  const rows = (descending: boolean) => mapped(desk.state.messagesAfter(0, descending), messageRow);
  return page(call, MESSAGES, filterOf(call, MESSAGES), rows, false);
}

function messageRow(message: SuperOfficeMessage): Row {
  return { key: message.id, cells: (column) => messageCell(message, column) };
}

function messageCell(message: SuperOfficeMessage, column: string): Cell {
  switch (column) {
    case "ej_message.id":
      return message.id;
    case "ej_message.ticket_id":
      return message.ticketId;
    case "ej_message.created_at":
      return seconds(message.createdAt);
    case "ej_message.changed_at":
      return seconds(message.changedAt);
    case "ej_message.message_id":
      return message.messageId;
    default:
      return null;
  }
}
