import type { TicketId } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { isOpeningLine, openingLine } from "./opening-line.ts";

const key = { bridgeId: "bridge.test", secret: "a secret for tests" };
const { text } = openingLine({ side: "superoffice", ticketId: "734" as TicketId }, key);

describe("the line that a created ticket may begin with", () => {
  it("is known again, also as the markup that a helpdesk made of it", () => {
    expect(isOpeningLine({ format: "plain", text }, key)).toBe(true);
    const html = `<div>${text.split("\n\n").join("<br>\r\n<br>")}</div>`;
    expect(isOpeningLine({ format: "html", text: html }, key)).toBe(true);
  });

  it("is somebody's with a word more, another ticket or another bridge's secret", () => {
    expect(isOpeningLine({ format: "plain", text: `${text} Really?` }, key)).toBe(false);
    expect(isOpeningLine({ format: "plain", text: `> ${text}` }, key)).toBe(false);
    expect(isOpeningLine({ format: "plain", text: text.replace("734", "735") }, key)).toBe(false);
    expect(isOpeningLine({ format: "plain", text }, { ...key, secret: "another" })).toBe(false);
  });
});
