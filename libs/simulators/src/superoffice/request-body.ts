import type { Request } from "express";
import { createHash } from "node:crypto";

import { SuperOfficeRefusal } from "./errors.ts";

/** A JSON object whose members are found whatever their case is, as the server's own reader does it. */
export class Carrier {
  readonly #members: ReadonlyMap<string, unknown>;

  constructor(value: object) {
    this.#members = new Map(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]));
  }

  get(name: string): unknown {
    return this.#members.get(name.toLowerCase());
  }

  text(name: string): string {
    const value = this.get(name);
    if (value === undefined || value === null) return "";
    if (typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    throw unreadable(name);
  }

  integer(name: string): number {
    const value = this.get(name);
    if (value === undefined || value === null || value === "") return 0;
    const number = Number(value);
    if (!Number.isInteger(number)) throw unreadable(name);
    return number;
  }

  flag(name: string): boolean {
    const value = this.get(name);
    if (value === undefined || value === null) return false;
    if (typeof value === "boolean") return value;
    if (value === "true" || value === "false") return value === "true";
    throw unreadable(name);
  }

  object(name: string): Carrier | null {
    const value = this.get(name);
    if (value === undefined || value === null) return null;
    if (typeof value !== "object" || Array.isArray(value)) throw unreadable(name);
    return new Carrier(value);
  }

  list(name: string): unknown[] {
    const value = this.get(name);
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw unreadable(name);
    return value as unknown[];
  }

  texts(name: string): Record<string, string> {
    const value = this.get(name);
    if (value === undefined || value === null) return {};
    if (typeof value !== "object" || Array.isArray(value)) throw unreadable(name);
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, typeof member === "string" ? member : JSON.stringify(member)]),
    );
  }
}

/** The entity of a request. Nothing, or something that is no JSON object, is the documented 400 without entity. */
export function carrierOf(body: unknown): Carrier {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new SuperOfficeRefusal(400, "SoException", "No entity in the request body");
  }
  return new Carrier(body);
}

export function unreadable(name: string): SuperOfficeRefusal {
  return new SuperOfficeRefusal(400, "JsonSerializationException", `Error converting value of '${name}'`);
}

/** The request's body as it came. */
export function bytesOf(request: Request): Buffer {
  const bytes: unknown = request.body;
  return Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0);
}

/**
 * The request's body as JSON, as text when it is none, undefined when there is no body. Of an attachment's bytes only
 * how many they are and their hash: the record would keep all of them.
 */
export function parsed(request: Request): unknown {
  const bytes = bytesOf(request);
  if (/^\s*(?:application\/octet-stream|image\/)/i.test(request.headers["content-type"] ?? "")) {
    return { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  }
  if (bytes.length === 0) return undefined;
  const text = bytes.toString("utf8");
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
