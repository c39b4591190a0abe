import { readMessageId, type MessageId } from "@ticket-bridge/helpdesk";
import { withAttribution } from "@ticket-bridge/mapping";
import { describe, expect, it } from "vitest";

import { changedByHand } from "./edit-texts.ts";
import { shownText } from "./shown-text.ts";
import { withoutTexts } from "./without-texts.ts";

const id = readMessageId("8812") as MessageId;
const line = "[Jane Doe, 2026-01-02 03:04 UTC, SuperOffice message 8812/1, k3f9a2bc7d4e5f6g]";

describe("what is shown of a text", () => {
  it("is its words, and of markup also what cannot act", () => {
    const html = `<p>Hello <b>Kim</b></p><script>alert(1)</script><p onclick="alert(1)">it smokes</p>`;
    expect(shownText({ format: "html", text: html })).toEqual({
      line: null,
      plain: "Hello Kim\n\nit smokes",
      html: "<p>Hello <b>Kim</b></p><p>it smokes</p>",
    });
    expect(shownText({ format: "plain", text: "<b>1 < 2</b>" })).toEqual({
      ...{ line: null, plain: "<b>1 < 2</b>", html: null },
    });
  });

  it.each(["plain", "html"] as const)("of a mirror is told apart from the bridge's own line (%s)", (format) => {
    const body = format === "html" ? "<p>Hello</p><p>[it] smokes</p>" : "Hello\n\n[it] smokes";
    const shown = shownText(withAttribution({ format, text: body }, line));
    expect(shown.line).toBe(line);
    expect(shown.plain).toBe("Hello\n\n[it] smokes");
  });

  it("keeps what only looks like that line", () => {
    expect(shownText({ format: "plain", text: "[Jane] wrote" })).toMatchObject({ line: null, plain: "[Jane] wrote" });
  });
});

describe("a reason without texts", () => {
  it("leaves out what both sides say, whatever stands in it, and nothing of other reasons", () => {
    const says = (text: string) => ({ format: "plain", text }) as const;
    const reason = changedByHand("superoffice", id, says("a ” The edit says: “ b"), says("c “d”\ne"));
    expect(withoutTexts(reason)).toBe(
      "Its mirror, message 8812, was changed by hand in SuperOffice, or by the bridge before a backup of its database was put back, and was not overwritten. There it says: “…” The edit says: “…” Retry to replace the text in SuperOffice, or skip this to keep it.",
    );
    expect(withoutTexts("Picture not carried: Salary: 90: Its address.")).toBe("Picture not carried: …");
    const observed = "Only observed. Would be lost: Video not carried: A; b: No.; Form field not carried: C: No..";
    expect(withoutTexts(observed)).toBe("Only observed. Would be lost: Video not carried: …");
    const kept = "Picture 1 not carried: No.; Attachment not carried: a.pdf: No.; Pictures not carried: 9 more: No.";
    expect(withoutTexts(kept)).toBe(kept);
    expect(withoutTexts("Requestor answered 500: “Sorry”")).toBe("Requestor answered 500: “Sorry”");
  });
});
