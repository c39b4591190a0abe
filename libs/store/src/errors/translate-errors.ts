import { asStoreError } from "./as-store-error.ts";

/** The same object, whose methods reject with the store's own errors where the database was away. */
export function translateErrors<Target extends object>(target: Target): Target {
  return new Proxy(target, {
    get(of, key, receiver) {
      const value: unknown = Reflect.get(of, key, receiver);
      if (typeof value !== "function") return value;
      return (...given: unknown[]) => {
        const result: unknown = Reflect.apply(value, of, given);
        if (!(result instanceof Promise)) return result;
        return result.catch((error: unknown) => {
          throw asStoreError(error);
        });
      };
    },
  });
}
