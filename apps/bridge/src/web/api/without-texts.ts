import { withoutTexts } from "@ticket-bridge/sync";

/** Fields of answers that say why, and so may quote: sentences of the bridge's, or a text that an edit replaces. */
const sentences = new Set(["reason", "detail"]);

/** An answer without what people wrote: reasons quote it where both texts differ, and an edit's record holds the old one. */
export function answerWithoutTexts(content: unknown): unknown {
  if (Array.isArray(content)) return content.map(answerWithoutTexts);
  if (typeof content !== "object" || content === null) return content;
  return Object.fromEntries(
    Object.entries(content).map(([key, value]) => {
      if (typeof value === "string" && sentences.has(key)) return [key, withoutTexts(value)];
      return [key, key === "previous" ? null : answerWithoutTexts(value)];
    }),
  );
}
