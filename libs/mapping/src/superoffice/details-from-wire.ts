import type { MessageDetails } from "@ticket-bridge/helpdesk";

import { readCount, readFirstText, readFlag, readText } from "../wire/read-fields.ts";
import { recipientsOf } from "./recipients.ts";
import type { SuperOfficeMessageWire } from "./wire.ts";

/** What a TicketMessage says beside its text (POST TicketMessage page: Important, Language, TimeSpent, EmailHeader). */
export function superofficeDetailsFromWire(wire: SuperOfficeMessageWire): MessageDetails {
  return {
    important: readFlag(wire.Important) ?? false,
    language: readFirstText(wire.Language),
    minutesSpent: readCount(wire.TimeSpent) ?? 0,
    fromMobileDevice: false,
    recipients: recipientsOf(readText(wire.EmailHeader)),
  };
}
