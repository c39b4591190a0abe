import { useSyncExternalStore } from "react";

/** The time for "ago" texts, moved on once in five seconds for all of them at once. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

const stepMs = 5_000;
let now = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === null) {
    // It stood still while no view showed an age; React looks at it again after subscribing.
    now = Date.now();
    timer = setInterval(step, stepMs);
    document.addEventListener("visibilitychange", step);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    document.removeEventListener("visibilitychange", step);
    timer = null;
  };
}

/** Nobody sees a hidden page's ages; shown again, they are right at once. */
function step(): void {
  if (document.hidden) return;
  now = Date.now();
  for (const listener of listeners) listener();
}
