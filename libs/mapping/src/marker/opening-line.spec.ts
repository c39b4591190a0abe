import type { AttachmentInfo, Content, TicketId } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { isOpeningLine, openingLine } from "./opening-line.ts";

const key = { bridgeId: "bridge.test", secret: "a secret for tests" };
const { text } = openingLine({ side: "superoffice", ticketId: "734" as TicketId }, key);

const message = (content: Content, attachments: readonly AttachmentInfo[] = []) => ({ content, attachments });

describe("the line that a created ticket may begin with", () => {
  it("is known again, also as the markup that a helpdesk made of it", () => {
    expect(isOpeningLine(message({ format: "plain", text }), key)).toBe(true);
    const html = `<div>${text.split("\n\n").join("<br>\r\n<br>")}</div>`;
    expect(isOpeningLine(message({ format: "html", text: html }), key)).toBe(true);
  });

  it("is somebody's with a word, a file or a picture more, another ticket or another bridge's secret", () => {
    expect(isOpeningLine(message({ format: "plain", text: `${text} Really?` }), key)).toBe(false);
    expect(isOpeningLine(message({ format: "plain", text: `> ${text}` }), key)).toBe(false);
    const file = { id: "1", name: "crash.log", contentType: null, size: 3, inline: false };
    expect(isOpeningLine(message({ format: "plain", text }, [file]), key)).toBe(false);
    const html = `<p>${text.split("\n\n").join("</p><p>")}</p>`;
    expect(isOpeningLine(message({ format: "html", text: html }), key)).toBe(true);
    for (const shown of ['<img src="https://x.example/shot.png">', '<IMG\nsrc="a">', '<v:imagedata src="a"/>'])
      expect(isOpeningLine(message({ format: "html", text: html + shown }), key)).toBe(false);
    expect(isOpeningLine(message({ format: "plain", text: text.replace("734", "735") }), key)).toBe(false);
    expect(isOpeningLine(message({ format: "plain", text }), { ...key, secret: "another" })).toBe(false);
  });
});
