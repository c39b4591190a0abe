import type { Store } from "../ports/store.ts";

interface Mortal {
  readonly store: Store;
  /** From now on its calls are counted. */
  readonly arm: () => void;
  readonly bury: () => void;
  readonly isDead: () => boolean;
  readonly calls: () => number;
}

/**
 * A process's way to its database that ends at its n-th counted call, before it or with its answer unread: nothing
 * that the process asks afterwards is ever answered.
 */
export function mortal(store: Store, counted: RegExp, diesAt: number, moment: "before" | "after"): Mortal {
  let armed = false;
  let calls = 0;
  let dead = false;
  let bury = () => {};
  const grave = new Promise<never>((_resolve, reject) => {
    bury = () => reject(new Error("The process is dead."));
  });
  grave.catch(() => undefined);
  const proxy = new Proxy(store, {
    get(of, name) {
      const value: unknown = Reflect.get(of, name, of);
      if (typeof value !== "function" || name === "onWake") return value;
      return async (...given: unknown[]) => {
        if (dead) return await grave;
        const counts = armed && counted.test(String(name));
        if (counts) calls += 1;
        const dies = counts && calls === diesAt;
        if (dies && moment === "before") dead = true;
        if (dead) return await grave;
        const answer: unknown = await Reflect.apply(value, of, given);
        if (dies) {
          dead = true;
          return await grave;
        }
        return answer;
      };
    },
  });
  const arm = () => {
    armed = true;
  };
  return { store: proxy, arm, bury, isDead: () => dead, calls: () => calls };
}
