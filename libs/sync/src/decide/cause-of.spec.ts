import type { Content, TicketFacts } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import type { Creation } from "../ports/creation-store.ts";
import { causeOf, tellCause } from "./cause-of.ts";
import { causes } from "./causes.ts";
import { decideCreation, type TicketClaim } from "./decide-creation.ts";
import {
  cannotTakeBack,
  cannotTakeBackTicket,
  changedByHand,
  changedUnseen,
  lacksFilesByHand,
  mirrorIsGone,
  publishByHand,
  publishTicketByHand,
} from "./edit-texts.ts";

const tickets = { superoffice: "734" as never, requestor: "47" as never };
const text = (words: string): Content => ({ format: "plain", text: words });

describe("the cause of a reason", () => {
  it.each([
    ["became-internal", cannotTakeBack("superoffice", "requestor", [])],
    ["mirror-changed", changedByHand("superoffice", "7" as never, text("cannot hold internal messages"), text("two"))],
    ["mirror-differs", changedUnseen("requestor", "superoffice", "7" as never)],
    ["mirror-gone", mirrorIsGone("requestor", "7" as never)],
    ["became-public", publishByHand("requestor", "7" as never)],
    ["mirror-lacks-files", lacksFilesByHand("requestor", "superoffice", "7" as never, ["larger than ever.pdf"])],
    ["became-internal", cannotTakeBackTicket("superoffice", "requestor", tickets)],
    ["became-public", publishTicketByHand("superoffice", "requestor", tickets)],
    ["refused", "Requestor answered 400 to POST Tickets/NewMessage: Body is missing"],
    ["too-large", "Requestor answered 413 to POST Tickets/NewMessage"],
    ["bridge-error", "The bridge met an error of its own: oops"],
  ])("is %s for a sentence that the engine writes", (key, reason) => {
    expect(causeOf("message", "held", reason)).toBe(key);
  });

  it("of a ticket is told with what helps, by whichever of its words it is claimed", () => {
    const ticket = { id: tickets.requestor, side: "requestor", state: "open" };
    const held = (claim: TicketClaim) => {
      const facts = { ticket, messageIds: [], createdAt: 0, isSpam: false } as unknown as TicketFacts;
      const row = { source: { side: "requestor", ticketId: ticket.id }, failures: 0, wanted: false } as const;
      const decision = decideCreation({
        ...{ facts, claim, now: 0 },
        row: { ...row, ofBackfill: null, linkedBefore: false, creatingForMs: 0 },
      });
      return decision.kind === "hold" ? causeOf("ticket", "held", decision.reason) : decision.kind;
    };
    const names = { side: "superoffice", ticketId: tickets.superoffice } as const;
    const creation = { target: null, state: "held" } as Creation;
    expect(held({ kind: "unknown-mirror", side: "superoffice" })).toBe("ticket-begins-with-mirror");
    expect(held({ kind: "foreign" })).toBe("ticket-of-another-bridge");
    expect(held({ kind: "ours", by: "title", names, creation })).toBe("ticket-named-counterpart");
    expect(held({ kind: "ours", by: "first message", names, creation })).toBe("ticket-named-counterpart");
  });

  it("is the sentence without numbers and quotations where nobody knows it", () => {
    const [one, other] = [734, 12].map((id) => causeOf("message", "held", `Ticket ${id} says “${id} secrets” now.`));
    expect(one).toBe("Ticket … says … now.");
    expect(other).toBe(one);
    expect(causeOf("message", "held", "x ".repeat(500)).length).toBeLessThanOrEqual(161);
  });

  it("of what is uncertain is that no clear answer came, whatever the sentence says", () => {
    expect(causeOf("message", "uncertain", "Something new.")).toBe("no-clear-answer");
    expect(causeOf("ticket", "uncertain", null)).toBe("ticket-no-clear-answer");
  });

  it("keeps messages and tickets apart", () => {
    const reason = "The ticket itself is internal in SuperOffice";
    expect(causeOf("ticket", "held", reason)).toBe("ticket-internal");
    expect(causeOf("message", "held", reason)).toBe(reason);
  });

  it("is told in words and with what helps, known or not", () => {
    for (const { key, words, whatToDo } of causes) expect(tellCause(key)).toMatchObject({ words, whatToDo });
    expect(tellCause("Ticket … is odd.")).toMatchObject({ words: "Ticket … is odd." });
    expect(tellCause("").words).toBe("No reason is known.");
  });

  it("tells whether customers can read something internal, and advises no act that its own advice does not end with", () => {
    expect(causes.filter(({ key }) => tellCause(key).exposes).map(({ key }) => key)).toEqual(["became-internal"]);
    expect(tellCause("became-internal").advised).toBe("skip");
    expect(tellCause("mirror-changed").advised).toBe(null);
    expect(tellCause("")).toMatchObject({ advised: "retry", exposes: false });
    for (const { advised, whatToDo } of causes) expect(whatToDo.toLowerCase()).toContain(advised ?? "");
  });

  it("has a key of its own for each kind", () => {
    expect(new Set(causes.map(({ key }) => key)).size).toBe(causes.length);
  });
});
