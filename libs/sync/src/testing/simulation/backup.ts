import type { MemoryDatabase } from "../memory-store/state.ts";

type Tables = Readonly<Record<string, unknown>>;

/** A copy of everything the database holds, as a backup would be. */
export function backUp(database: MemoryDatabase): Tables {
  const tables = Object.entries(database).filter(
    ([name, value]) => name !== "listeners" && typeof value !== "function",
  );
  return structuredClone(Object.fromEntries(tables));
}

/** Puts the backup in the place of what the database holds. */
export function restore(database: MemoryDatabase, tables: Tables): void {
  const copies: Tables = structuredClone(tables);
  for (const [name, value] of Object.entries(database)) {
    const copy = copies[name];
    if (Array.isArray(value) && Array.isArray(copy)) value.splice(0, value.length, ...(copy as unknown[]));
    else if (value instanceof Map && copy instanceof Map) refill(value, copy, (key, entry) => value.set(key, entry));
    else if (value instanceof Set && copy instanceof Set && name !== "listeners")
      refill(value, copy, (_, entry) => value.add(entry));
    else if (name in copies) Object.assign(database, { [name]: copy });
  }
}

function refill(
  table: { clear(): void },
  copy: { forEach(callback: (value: unknown, key: unknown) => void): void },
  put: (key: unknown, value: unknown) => void,
): void {
  table.clear();
  copy.forEach((value, key) => put(key, value));
}
