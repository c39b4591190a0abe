/** A set of listeners; one that throws does not keep the others from being called. */
export interface Listeners<Value> {
  readonly add: (listener: (value: Value) => void) => () => void;
  readonly emit: (value: Value) => void;
}

export function createListeners<Value>(onError: (error: unknown) => void): Listeners<Value> {
  const listeners = new Set<{ call: (value: Value) => void }>();
  return {
    add(listener) {
      const entry = { call: listener };
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    emit(value) {
      for (const entry of [...listeners]) {
        try {
          entry.call(value);
        } catch (error) {
          onError(error);
        }
      }
    },
  };
}
