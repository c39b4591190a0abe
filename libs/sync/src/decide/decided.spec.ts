import type { MessageId, TicketId } from "@ticket-bridge/helpdesk";
import { expect, it } from "vitest";

import { decidedText, type Decided } from "./decided.ts";

const message: Decided = {
  kind: "message",
  place: null,
  visibility: "public",
  source: "public",
  from: "superoffice",
  to: "requestor",
  ticketId: "500" as TicketId,
  isHistory: false,
};
const inPlace = { change: "words", messages: ["12" as MessageId] } as const;
const hidden = { change: "hidden", messages: ["12" as MessageId, "15" as MessageId] } as const;

it.each<[Partial<Decided>, string]>([
  [{}, "To ticket 500 in Requestor as a public message: it is public in SuperOffice."],
  [
    { visibility: "internal", source: "internal", isHistory: true },
    "To ticket 500 in Requestor as an internal note: it is internal in SuperOffice, or not known to be public. As history, so that nobody is notified.",
  ],
  [{ kind: "edit" }, "To ticket 500 in Requestor as a public correction: it is public in SuperOffice."],
  [
    { kind: "edit", visibility: "internal" },
    "To ticket 500 in Requestor as an internal correction: its mirror is internal, and nothing is published by itself.",
  ],
  [
    { kind: "deletion", visibility: "internal", source: null },
    "To ticket 500 in Requestor as an internal note of its deletion: a mirror is never deleted.",
  ],
  [
    { kind: "edit", place: inPlace, visibility: "internal" },
    "Message 12 of ticket 500 in Requestor to be changed in its place, as an internal note: its mirror is internal, and nothing is published by itself.",
  ],
  [
    { kind: "edit", place: hidden, visibility: "internal", source: "internal" },
    "Messages 12 and 15 of ticket 500 in Requestor to be hidden from customers: it is internal in SuperOffice, or not known to be public.",
  ],
])("what is decided is told with where it goes, as what and by which rule: %o", (decided, text) => {
  expect(decidedText({ ...message, ...decided })).toBe(text);
});
