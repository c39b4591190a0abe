import type { MessageKind } from "@ticket-bridge/helpdesk";

import { readEnum, readList, readRecord, readText } from "../wire/read-fields.ts";
import { mailHeaders } from "./mail-headers.ts";
import type { SuperOfficeMessageWire } from "./wire.ts";

const categories = ["Message", "Bounce", "OutboxFailed"] as const;
const standardItems = [
  "None",
  "Forward",
  "UnnamedAttachmentBlocked",
  "NoAutoReply",
  "SentAutoReplyToCustomersA",
  "SentAutoReplyToCustomersB",
] as const;

/**
 * What kind of message it is: by MessageCategory, then by the marks of automatic mail in MessageHeaders and EmailHeader
 * (RFC 3834 and the older headers that mail programs still write).
 */
export function superofficeMessageKind(wire: SuperOfficeMessageWire): MessageKind {
  const category = readEnum(wire.MessageCategory, categories);
  if (category === "Bounce") return "bounce";
  if (category === "OutboxFailed") return "outbox-failed";
  return listsAutomaticReply(wire.MessageHeaders) || mailIsAutomaticReply(readText(wire.EmailHeader))
    ? "automatic-reply"
    : "message";
}

function listsAutomaticReply(headers: unknown): boolean {
  return readList(headers).some((entry) => {
    const header = readRecord(entry);
    if (header === null) return false;
    return (
      standsForAutomaticReply(header["StdItem"]) || isAutomatic(readText(header["Name"]), readText(header["Value"]))
    );
  });
}

function standsForAutomaticReply(item: unknown): boolean {
  const known = readEnum(item, standardItems);
  if (known === "NoAutoReply") return true;
  // The list of SentAutoReplyTo… grew before and may grow again.
  return readText(known ?? item)
    .toLowerCase()
    .startsWith("sentautoreply");
}

function mailIsAutomaticReply(raw: string): boolean {
  return mailHeaders(raw).some(({ name, value }) => isAutomatic(name, value));
}

function isAutomatic(name: string, value: string): boolean {
  const said = value.trim().toLowerCase();
  switch (name.trim().toLowerCase()) {
    case "auto-submitted":
      // auto-generated and auto-notified also stand on alerts and web forms, which are the message itself.
      return /^auto-replied(?![a-z0-9-])/.test(said);
    case "precedence":
      return /^auto[_-]?reply(?![a-z0-9-])/.test(said);
    case "x-autoreply":
    case "x-auto-reply":
    case "x-autorespond":
    case "x-autoresponder":
    case "x-autoreply-from":
      return said !== "" && said !== "no" && said !== "false" && said !== "0";
    default:
      // X-Auto-Response-Suppress only asks others for silence: Exchange puts it on mail that people write.
      return false;
  }
}
