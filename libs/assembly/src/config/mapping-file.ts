import type { AuthorNames, TicketNumberPair } from "@ticket-bridge/sync";
import { z } from "zod";

import type { GivenSettings, ReadFile } from "./superoffice-auth.ts";

/** What MAPPING_FILE says; nothing where there is none. */
export interface BridgeMapping {
  readonly authors: AuthorNames;
  /** SuperOffice's category and Requestor's service, for tickets that are created. */
  readonly categories: readonly TicketNumberPair[];
  readonly priorities: readonly TicketNumberPair[];
}

const id = z
  .int({ error: "must be a whole number above 0, or null for any" })
  .positive({ error: "must be a whole number above 0, or null for any" })
  .nullable();

const pairs = z
  .array(
    z
      .strictObject(
        { superoffice: id, requestor: id },
        { error: 'must be like {"superoffice": 12, "requestor": 5} and hold nothing else' },
      )
      .refine(({ superoffice, requestor }) => superoffice !== null || requestor !== null, {
        error: "must have a number on at least one side",
      }),
    { error: 'must be a list like [{"superoffice": 12, "requestor": 5}]' },
  )
  .default([]);

const text = z.string({ error: "must be a text" }).trim().min(1, { error: "must not be empty" });

const authors = z
  .record(
    z.string(),
    z.strictObject(
      { name: text.optional(), email: text.optional() },
      { error: 'must be like {"name": "Jane Doe", "email": "jane@example.com"} and hold nothing else' },
    ),
    { error: 'must be like {"jane@old.example": {"name": "Jane Doe"}}' },
  )
  .default({});

const file = z.strictObject(
  { authors, categories: pairs, priorities: pairs },
  { error: "must hold authors, categories and priorities and nothing else" },
);

/** Reads MAPPING_FILE. Faults are whole sentences, one each, and repeat no value of the file. */
export function readMappingFile(
  given: GivenSettings,
  readFile: ReadFile,
): { mapping: BridgeMapping; faults: readonly string[] } {
  const path = given["MAPPING_FILE"];
  const none: BridgeMapping = { authors: new Map(), categories: [], priorities: [] };
  if (path === undefined) return { mapping: none, faults: [] };
  const content = readJson(path, readFile);
  if ("fault" in content) return { mapping: none, faults: [content.fault] };
  const parsed = file.safeParse(content.value);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(
      ({ path: at, message }) => `MAPPING_FILE: ${at.length === 0 ? "the file" : placeOf(at)} ${message}.`,
    );
    return { mapping: none, faults };
  }
  const { categories, priorities } = parsed.data;
  const names = Object.entries(parsed.data.authors).map(
    ([key, { name = null, email = null }]) => [key.trim().toLowerCase(), { name, email }] as const,
  );
  return { mapping: { authors: new Map(names), categories, priorities }, faults: [] };
}

function readJson(path: string, readFile: ReadFile): { value: unknown } | { fault: string } {
  let text: string;
  try {
    text = readFile(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    return {
      fault: `MAPPING_FILE cannot be read (${code}); write the path of a JSON file, or remove it.`,
    };
  }
  try {
    return { value: JSON.parse(text.replace(/^\uFEFF/, "")) as unknown };
  } catch {
    // What the parser says may quote the file.
    return { fault: "MAPPING_FILE is not valid JSON; the README shows how it looks." };
  }
}

/** As one would write it: categories[0].superoffice. An author's name is a person's, so only its place is told. */
function placeOf(path: readonly PropertyKey[]): string {
  const [first, ...rest] = path;
  if (first === "authors") return rest.length === 0 ? "authors" : "an entry of authors";
  return rest.reduce<string>(
    (place, step) => place + (typeof step === "number" ? `[${step}]` : `.${String(step)}`),
    String(first),
  );
}
