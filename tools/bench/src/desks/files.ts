import { randomBytes } from "node:crypto";

const files = new Map<number, string>();

/** The file of this size in base64: always the same one, because the helpdesks keep each where it was written. */
export function fileOf(bytes: number): string {
  const file = files.get(bytes) ?? randomBytes(bytes).toString("base64");
  files.set(bytes, file);
  return file;
}
