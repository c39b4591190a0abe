import { emptyModel, isBase64, NEW_ATTACHMENT } from "./contract.ts";
import type { AttachmentPost, Contract, FieldKind, FieldValue, ReadModel } from "./contract.ts";
import { TICKET_TYPES } from "./model.ts";

class Unreadable extends Error {}

type Errors = { path: string; add: (path: string) => void };

/** Reads a body as Json.NET does: members by any case, unknown ones ignored, what does not fit noted in ModelState. */
export function readJson(text: string, contract: Contract): ReadModel {
  const modelState: Record<string, string[]> = {};
  const add = (path: string) => {
    modelState[path] = ["An error has occurred."];
  };
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    add(contract.parameter);
    return { model: null, modelState };
  }
  if (value === null) return { model: null, modelState };
  if (typeof value !== "object" || Array.isArray(value)) {
    add(contract.parameter);
    return { model: null, modelState };
  }
  return { model: readObject(value, contract.fields, { path: contract.parameter, add }), modelState };
}

function readObject(
  value: object,
  fields: Readonly<Record<string, FieldKind>>,
  errors: Errors,
): Record<string, FieldValue> {
  const model = emptyModel(fields);
  const members = Object.entries(value);
  for (const [name, kind] of Object.entries(fields)) {
    const member =
      members.find(([key]) => key === name) ?? members.findLast(([key]) => key.toLowerCase() === name.toLowerCase());
    if (!member) continue;
    const path = `${errors.path}.${name}`;
    try {
      model[name] = readField(member[1], kind, { path, add: errors.add });
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      errors.add(path);
    }
  }
  return model;
}

function readField(value: unknown, kind: FieldKind, errors: Errors): FieldValue {
  switch (kind) {
    case "string":
      return readString(value);
    case "int":
      return readInt(value);
    case "int?":
      return value === null || value === "" ? null : readInt(value);
    case "bool":
      return readBool(value);
    case "bytes": {
      if (value === null) return null;
      if (typeof value !== "string" || !isBase64(value)) throw new Unreadable();
      return value;
    }
    case "ticketType":
      return readTicketType(value);
    case "strings":
      return value === null ? null : listOf(value).map(readString);
    case "ints":
      return value === null ? null : listOf(value).map(readInt);
    case "attachments":
      return value === null ? null : listOf(value).map((item, index) => readAttachment(item, index, errors));
  }
}

function readAttachment(value: unknown, index: number, errors: Errors): AttachmentPost {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Unreadable();
  const model = readObject(value, NEW_ATTACHMENT, { path: `${errors.path}[${index}]`, add: errors.add });
  return {
    FileName: textOrNull(model["FileName"]),
    ContentType: textOrNull(model["ContentType"]),
    ContentLength: Number(model["ContentLength"]),
    Data: textOrNull(model["Data"]),
  };
}

function readString(value: unknown): string | null {
  if (value === null || typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Unreadable();
}

function readInt(value: unknown): number {
  const number = typeof value === "string" && /^\s*-?\d+\s*$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number) || Math.abs(number) > 2_147_483_647)
    throw new Unreadable();
  return number;
}

function readBool(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0;
  if (typeof value === "string" && /^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
  throw new Unreadable();
}

function readTicketType(value: unknown): number {
  if (typeof value === "string" && !/^\d+$/.test(value)) {
    const name = Object.keys(TICKET_TYPES).find((known) => known.toLowerCase() === value.toLowerCase());
    const facts = Object.entries(TICKET_TYPES).find(([known]) => known === name)?.[1];
    if (!facts) throw new Unreadable();
    return facts.number;
  }
  return readInt(value);
}

function listOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Unreadable();
  return value as unknown[];
}

function textOrNull(value: FieldValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}
