import { withoutTexts } from "@ticket-bridge/sync";

/** Fields of answers that may quote, alone or in a list: sentences of the bridge's, of this version or an earlier one. */
const sentences = new Set(["reason", "detail", "trouble", "losses"]);

/** An answer without what people wrote: reasons quote it where both texts differ, and an edit's record holds the old one. */
export function answerWithoutTexts(content: unknown): unknown {
  return without(content, false);
}

function without(content: unknown, mayQuote: boolean): unknown {
  if (typeof content === "string") return mayQuote ? withoutTexts(content) : content;
  if (Array.isArray(content)) return content.map((each) => without(each, mayQuote));
  if (typeof content !== "object" || content === null) return content;
  return Object.fromEntries(
    Object.entries(content).map(([key, value]) => [
      key,
      key === "previous" ? null : without(value, sentences.has(key)),
    ]),
  );
}
