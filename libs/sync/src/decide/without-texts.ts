import { withoutLostNames } from "@ticket-bridge/mapping";

import { bothTexts } from "./edit-texts.ts";

/** A reason, a loss or a step of a trace without what people wrote; what quotes nobody stays as it is. */
export function withoutTexts(sentence: string): string {
  return withoutLostNames(sentence.replace(bothTexts, "$1…$2…$3"));
}
