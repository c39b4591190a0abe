/** Something that is made for tests and taken away after them. */
export interface Made<Value> {
  readonly value: Value;
  readonly remove: () => Promise<void>;
}

interface Kept {
  readonly made: Promise<Made<unknown>>;
  users: number;
}

/** Each project's global set-up loads its modules anew, all in one process: what they share stands on its global object. */
const kept = ((globalThis as { ticketBridgeTests?: Map<string, Kept> }).ticketBridgeTests ??= new Map<string, Kept>());

/** Makes it for the first project that wants it, gives it to the others too, and removes it after the last one. */
export async function madeOnce<Value>(name: string, make: () => Promise<Made<Value>>): Promise<Made<Value>> {
  const one = kept.get(name) ?? { made: make(), users: 0 };
  kept.set(name, one);
  one.users += 1;
  const { value, remove } = (await one.made) as Made<Value>;
  return {
    value,
    remove: async () => {
      one.users -= 1;
      if (one.users > 0) return;
      kept.delete(name);
      await remove();
    },
  };
}
