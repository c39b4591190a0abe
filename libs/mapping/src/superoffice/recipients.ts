import type { Recipients } from "@ticket-bridge/helpdesk";
import { addressParser, decodeWords } from "postal-mime";

import { oneLine } from "../compose/one-line.ts";
import { mailHeaders } from "./mail-headers.ts";

/** More copies than this are a mailing list's, and their text alone would be longer than the message. */
const most = 100;
const address = /^[^\s<>@,;]{1,200}@[^\s<>@,;]{1,200}$/;

/** Whom the mail was addressed to; null where its head names nobody, as for a message that was no mail. */
export function recipientsOf(rawHead: string): Recipients | null {
  const headers = mailHeaders(rawHead);
  const raw = (name: string) =>
    headers
      .filter((header) => header.name === name)
      .map(({ value }) => value)
      .join(", ");
  const readable = (name: string) => oneLine(decodeWords(raw(name)));
  const recipients = {
    to: readable("to"),
    cc: readable("cc"),
    bcc: readable("bcc"),
    ccAddresses: addressesIn(raw("cc")),
    bccAddresses: addressesIn(raw("bcc")),
  };
  return recipients.to + recipients.cc + recipients.bcc === "" ? null : recipients;
}

/** Each address once; what is none is left out. */
function addressesIn(value: string): readonly string[] {
  const found = addressParser(value, { flatten: true }).map(({ address: found }) => found ?? "");
  return [...new Set(found.filter((one) => address.test(one)))].slice(0, most);
}
