import type { Content } from "@ticket-bridge/helpdesk";

import { htmlToText } from "../html/html-to-text.ts";
import type { SuperOfficeNewMessageWire } from "./wire.ts";

/** Type says what Body holds; an HTML message has its words in both (POST TicketMessage page). */
export function bodyFields(content: Content): Pick<SuperOfficeNewMessageWire, "Type" | "Body" | "HtmlBody"> {
  return content.format === "html"
    ? { Type: "Html", Body: neverMarkup(htmlToText(content.text)), HtmlBody: content.text }
    : { Type: "Plain", Body: content.text, HtmlBody: "" };
}

/**
 * Text that shows the same whether it is taken for text or for markup. Type says Html, and it is said to be about Body:
 * who takes it at its word would run a script that the message only tells about, and lose every link in its brackets. A
 * word joiner after the bracket is seen by nobody and begins no tag; entities would be seen in the text.
 */
function neverMarkup(text: string): string {
  return text.replace(/<(?=[a-z/!?])/gi, "<\u2060");
}
