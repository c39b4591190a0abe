import type { Author } from "@ticket-bridge/helpdesk";

import { readEnum, readFirstText, readRecord } from "../wire/read-fields.ts";
import { personalAssociate } from "./created-by.ts";
import type { SuperOfficeMessageWire } from "./wire.ts";

const badges = ["Unknown", "Reply", "Forward", "Comment", "Incoming", "Outgoing"] as const;
const address = /^[^\s<>@]{1,200}@[^\s<>@]{1,200}$/;
const nameAndAddress = /^([^<>]{0,300})<([^\s<>@]{1,200}@[^\s<>@]{1,200})>$/;

/**
 * Who wrote a TicketMessage. The Author text comes first (a name, an address, or both as mail writes them), then the
 * customer in Person, then the associate in CreatedBy (POST TicketMessage page).
 */
export function superofficeAuthorFromWire(wire: SuperOfficeMessageWire): Author {
  const person = readRecord(wire.Person);
  const personName = readFirstText(person?.["FullName"], person?.["FormalName"]);
  const personEmail = readFirstText(person?.["Email"]) || null;
  const associate = personalAssociate(wire.CreatedBy);
  const role = roleOf(wire, person !== null, associate !== null);
  const written = splitAuthor(readFirstText(wire.Author));
  const personMail = role === "customer" ? personEmail : null;
  if (written.name !== "" || written.email !== null) {
    return { name: written.name, email: written.email ?? personMail, role };
  }
  if (personName !== "" || personEmail !== null) return { name: personName, email: personEmail, role };
  return { name: associate?.name ?? "", email: null, role };
}

function splitAuthor(text: string): { readonly name: string; readonly email: string | null } {
  if (address.test(text)) return { name: "", email: text };
  const both = nameAndAddress.exec(text);
  if (both?.[1] !== undefined && both[2] !== undefined) {
    return { name: both[1].trim().replace(/^"([^"]*)"$/, "$1"), email: both[2] };
  }
  return { name: text, email: null };
}

function roleOf(wire: SuperOfficeMessageWire, hasPerson: boolean, hasAssociate: boolean): Author["role"] {
  switch (readEnum(wire.Badge, badges)) {
    case "Incoming":
      return "customer";
    case "Reply":
    case "Forward":
    case "Comment":
    case "Outgoing":
      return "agent";
    default:
      return hasAssociate ? "agent" : hasPerson ? "customer" : "unknown";
  }
}
