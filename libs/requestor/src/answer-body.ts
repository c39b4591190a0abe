import type { HttpAnswer } from "@ticket-bridge/http";
import { isHtmlPage } from "@ticket-bridge/http";

import { jsonWire } from "./wire/json-wire.ts";
import { xmlWire } from "./wire/xml-wire.ts";

/** `value` is what was said; `unreadable`: a web page, a cut or empty body, or a format that was not asked for. */
export type AnswerBody = { readonly kind: "value"; readonly value: unknown } | { readonly kind: "unreadable" };

const unreadable: AnswerBody = { kind: "unreadable" };

/**
 * Reads the body by its Content-Type, and by its first character where that says neither JSON nor XML, because Web API
 * never answers 406: an instance without an XML formatter answers JSON to whoever asks for XML. Total on any answer.
 */
export function readAnswerBody(answer: Pick<HttpAnswer, "headers" | "text">): AnswerBody {
  if (isHtmlPage(answer)) return unreadable;
  const text = answer.text.replace(/^\uFEFF/, "").trimStart();
  const type = answer.headers["content-type"] ?? "";
  const isXml = /\bxml\b/i.test(type) || (!/\bjson\b/i.test(type) && text.startsWith("<"));
  try {
    return { kind: "value", value: (isXml ? xmlWire : jsonWire).read(text) };
  } catch {
    return unreadable;
  }
}
