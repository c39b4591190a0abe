import { useSyncExternalStore } from "react";

/**
 * Whether times are shown exactly instead of as ages. Hovering shows one such time; who has no mouse would need a stop of
 * the Tab key at each of them, hundreds in a list, or hear each time twice. The choice stays in this browser.
 */
export function useExactTimes(): boolean {
  return useSyncExternalStore(subscribe, () => isExact);
}

export function showExactTimes(exact: boolean): void {
  isExact = exact;
  try {
    localStorage.setItem(key, String(exact));
  } catch {
    // A browser that stores nothing for this page forgets the choice with the page.
  }
  for (const listener of listeners) listener();
}

const key = "ticket-bridge-exact-times";
let isExact = stored();
const listeners = new Set<() => void>();

function stored(): boolean {
  try {
    return localStorage.getItem(key) === "true";
  } catch {
    return false;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
