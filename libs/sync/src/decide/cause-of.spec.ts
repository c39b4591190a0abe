import type { Content } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { causeOf, tellCause } from "./cause-of.ts";
import { causes } from "./causes.ts";
import {
  cannotTakeBack,
  cannotTakeBackTicket,
  changedByHand,
  changedUnseen,
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
    ["became-internal", cannotTakeBackTicket("superoffice", "requestor", tickets)],
    ["became-public", publishTicketByHand("superoffice", "requestor", tickets)],
    ["refused", "Requestor answered 400 to POST Tickets/NewMessage: Body is missing"],
    ["too-large", "Requestor answered 413 to POST Tickets/NewMessage"],
    ["bridge-error", "The bridge met an error of its own: oops"],
  ])("is %s for a sentence that the engine writes", (key, reason) => {
    expect(causeOf("message", "held", reason)).toBe(key);
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
    for (const { key, words, whatToDo } of causes) expect(tellCause(key)).toEqual({ words, whatToDo });
    expect(tellCause("Ticket … is odd.")).toMatchObject({ words: "Ticket … is odd." });
    expect(tellCause("").words).toBe("No reason is known.");
  });

  it("has a key of its own for each kind", () => {
    expect(new Set(causes.map(({ key }) => key)).size).toBe(causes.length);
  });
});
