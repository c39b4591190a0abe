import type { NewWords, Writer } from "../desks/desk.ts";

/** What a visitor asked for cannot be done; the message says why. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

const longest = 100_000;

/** Reads `{writer, internal, html, text}`. Throws a Refusal that tells the visitor what to change. */
export function newWords(body: unknown, writers: readonly Writer[]): NewWords {
  const given = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const writer = writers.find(({ key }) => key === given["writer"]);
  if (!writer) throw new Refusal("Say who writes.");
  const text = typeof given["text"] === "string" ? given["text"] : "";
  if (text.trim() === "") throw new Refusal("Write something first.");
  if (text.length > longest) throw new Refusal(`The message is longer than ${longest} characters.`);
  const internal = given["internal"] === true;
  if (internal && writer.role === "customer") throw new Refusal("A customer cannot write an internal note.");
  return { writer: writer.key, internal, html: given["html"] === true, text };
}
