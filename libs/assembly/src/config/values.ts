import { z } from "zod";

import { isLoopback } from "./loopback.ts";

/** Text that must be there. Issues are half sentences that follow the setting's name. */
export function needed(example: string) {
  return z.string({ error: `is missing; write for example ${example}` });
}

/** Text that may be missing: null then. */
export function optional(allowed?: RegExp, otherwise?: string) {
  return z
    .string()
    .refine((value) => allowed?.test(value) ?? true, otherwise)
    .optional()
    .transform((value) => value ?? null);
}

/** An http or https address that may be missing. */
export function optionalAddress(example: string) {
  return z
    .string()
    .refine(isWebAddress, `must be an http or https address; write for example ${example}`)
    .optional()
    .transform((value) => value ?? null);
}

/** The address of a PostgreSQL server, which may be missing. */
export function databaseAddress(example: string) {
  return optional(
    /^postgres(ql)?:\/\/[^\s]+$/,
    `must begin with postgresql:// and hold no spaces; write for example ${example}`,
  ).refine(
    (text) => text === null || isDatabaseAddress(text),
    `is no address of a database; percent-encode special characters of the password (# is %23, / is %2F, % is %25), for example ${example}`,
  );
}

/** A `#` or `/` in a password ends the host early, and what is left may still look like an address. */
function isDatabaseAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password, pathname, hash } = new URL(text);
  try {
    for (const part of [username, password, pathname]) decodeURIComponent(part);
  } catch {
    return false;
  }
  return hash === "";
}

/** A whole number within bounds. */
export function wholeNumber(min: number, max: number, preset: number) {
  return number(/^\d{1,12}$/, `must be a whole number from ${min} to ${max}`, { min, max, preset });
}

/** A number of calls a second: fractions are fine for a very small allowance. */
export function rate(min: number, max: number, preset: number) {
  return number(/^\d{1,6}(\.\d{1,3})?$/, `must be a number from ${min} to ${max}`, { min, max, preset });
}

function number(shape: RegExp, fault: string, { min, max, preset }: { min: number; max: number; preset: number }) {
  return z
    .string()
    .default(String(preset))
    .transform((text, context) => {
      const value = shape.test(text) ? Number(text) : Number.NaN;
      if (value >= min && value <= max) return value;
      context.addIssue(`${fault}; write for example ${preset}`);
      return z.NEVER;
    });
}

/** One word of a list, the first is the default. Words of `unbuilt` are known, but nothing does yet what they ask for. */
export function choice<const Word extends string>(words: readonly [Word, ...Word[]], unbuilt: readonly string[] = []) {
  return z
    .string()
    .default(words[0])
    .transform((text, context) => {
      const word = words.find((candidate) => candidate.toLowerCase() === text.toLowerCase());
      if (word !== undefined) return word;
      context.addIssue(
        unbuilt.includes(text.toLowerCase())
          ? `asks for something that this version does not do yet; write ${listed(words)} or remove it`
          : `must be ${listed(words)}`,
      );
      return z.NEVER;
    });
}

export interface HelpdeskAddress {
  readonly url: string;
  /** What a person should know about the value: half sentences that follow the setting's name. */
  readonly notes: readonly string[];
}

/** An http(s) address of a helpdesk, without a trailing slash; a given suffix is taken off with a note. */
export function helpdeskAddress(example: string, suffix: RegExp) {
  return needed(example).transform((text, context): HelpdeskAddress => {
    const fault = addressFault(text, example);
    if (fault !== null) {
      context.addIssue(fault);
      return z.NEVER;
    }
    const url = new URL(text);
    const path = url.pathname.replace(/\/+$/, "");
    const extra = suffix.exec(path)?.[0] ?? "";
    const unprotected = url.protocol === "http:" && !isLoopback(url.hostname);
    return {
      url: url.origin + path.slice(0, path.length - extra.length).replace(/\/+$/, ""),
      notes: [
        ...(extra === "" ? [] : [`ends with ${extra}, which the bridge adds by itself: it was taken off`]),
        ...(unprotected ? ["is an http address: credentials and messages travel unprotected; use https"] : []),
      ],
    };
  });
}

function addressFault(text: string, example: string): string | null {
  if (!isWebAddress(text)) return `must be an http or https address; write for example ${example}`;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") {
    return `must not hold a user name or password, which have their own settings; write for example ${example}`;
  }
  if (url.search !== "" || url.hash !== "")
    return `must end with its path, without ? and #; write for example ${example}`;
  return null;
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}
