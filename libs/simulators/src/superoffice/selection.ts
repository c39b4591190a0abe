import type { Call } from "./call.ts";

/** `$select` of an entity page: what is not named is nulled out. Without it, or empty, everything is shown. */
export function selected(call: Call, entity: Record<string, unknown>): Record<string, unknown> {
  const wanted = (call.query["$select"] ?? "")
    .split(",")
    .map((name) => (name.split("/")[0] ?? "").trim().toLowerCase())
    .filter((name) => name !== "");
  if (wanted.length === 0) return entity;
  return Object.fromEntries(
    Object.entries(entity).map(([name, value]) => [name, wanted.includes(name.toLowerCase()) ? value : null]),
  );
}
