import { setImmediate } from "node:timers/promises";

import { asStoreError } from "./errors/as-store-error.ts";

/**
 * The same object, whose methods reject with the store's own errors where the database was away. With `inThread`, each
 * answer also waits for a turn of the event loop: the embedded database computes in this very thread without ever
 * leaving it, so that a loop of calls alone would let no socket, timer or signal through.
 */
export function guardCalls<Target extends object>(target: Target, inThread: boolean): Target {
  return new Proxy(target, {
    get(of, key, receiver) {
      const value: unknown = Reflect.get(of, key, receiver);
      if (typeof value !== "function") return value;
      return (...given: unknown[]) => {
        const result: unknown = Reflect.apply(value, of, given);
        return result instanceof Promise ? settle(result, inThread) : result;
      };
    },
  });
}

async function settle(result: Promise<unknown>, inThread: boolean): Promise<unknown> {
  try {
    return await result;
  } catch (error) {
    throw asStoreError(error);
  } finally {
    if (inThread) await setImmediate();
  }
}
