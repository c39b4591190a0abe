import { isHtmlPage, type HttpAnswer } from "@ticket-bridge/http";
import { z } from "zod";

/** What a SuperOffice error body says. */
export interface ErrorBody {
  /** The sentence for people. */
  readonly message: string;
  /** `entity`: NetServer's own shape. `framework`: the web framework's, e.g. for a route that does not exist. */
  readonly shape: "entity" | "framework";
}

const text = z.string().nullish().catch(null);
const errorBody = z.looseObject({
  ErrorType: text,
  ErrorMessage: text,
  FriendlyText: text,
  Message: text,
  ExceptionMessage: text,
});

/**
 * Reads both error shapes: NetServer's `{Error, ErrorType, ErrorMessage, ErrorSource}` (HTTP headers and status codes
 * page) and the framework's `{Message}`. Null for HTML, empty bodies and everything else, which a proxy may have sent.
 */
export function readErrorBody(answer: Pick<HttpAnswer, "headers" | "text">): ErrorBody | null {
  if (answer.text.trim() === "" || isHtmlPage(answer)) return null;
  const parsed = errorBody.safeParse(parse(answer.text));
  if (!parsed.success) return null;
  const body = parsed.data;
  const own = body.ErrorMessage || body.FriendlyText || body.ErrorType;
  if (own) return { message: own, shape: "entity" };
  const framework = body.ExceptionMessage || body.Message;
  return framework ? { message: framework, shape: "framework" } : null;
}

/**
 * Whether a 404 says that the entity itself does not exist: NetServer's own shape with SoNotFoundException, or without a
 * type. The framework's 404 is about a route, and any other comes from something in front of the helpdesk.
 */
export function saysNotFound(answer: Pick<HttpAnswer, "headers" | "text">): boolean {
  if (readErrorBody(answer)?.shape !== "entity") return false;
  const type = errorBody.safeParse(parse(answer.text)).data?.ErrorType;
  return !type || /not_?found/i.test(type);
}

/** Made once: made for each answer it took an eighth of a millisecond, most of what a whole call costs. */
const errorObject = z.looseObject({ Error: z.unknown().optional(), ErrorType: text, ErrorMessage: text });

/** Whether a parsed body is NetServer's error object, whatever status it came with: a proxy may have made it a 200. */
export function isErrorObject(value: unknown): boolean {
  const parsed = errorObject.safeParse(value);
  if (!parsed.success) return false;
  const { Error: error, ErrorType: type, ErrorMessage: message } = parsed.data;
  return error === true || (typeof error === "string" && /^true$/i.test(error)) || Boolean(type && message);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
