import type { Store } from "../ports/store.ts";
import { withPatience, type Waiter } from "./with-patience.ts";

/**
 * The store, of which every call is made again while the database is away (see withPatience). All that a run asks of it
 * may be asked twice; a false "not yours" that comes of that is seen through by its lease.
 */
export function patientStore<Of extends Store>(store: Of, waiter: Waiter): Of {
  return new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      return (...given: unknown[]) => {
        const call = () => Reflect.apply(value, target, given) as unknown;
        let first = call();
        // What answers at once is no call to the database: listening for what wakes.
        if (!(first instanceof Promise)) return first;
        return withPatience(waiter, async () => {
          const answer = first ?? call();
          first = null;
          return await answer;
        });
      };
    },
  });
}
