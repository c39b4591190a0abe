/** Whoever reads the standard output of this process. */
export interface Reader {
  /** Called once when nobody reads it any more, also when that was before. */
  onGone(listener: () => void): void;
}

/**
 * A closed pipe, as `| head -1` leaves it, is no fault: the process goes on without a word. Without this it would break off
 * in the middle of whatever it does.
 */
export function watchReader(): Reader {
  const listeners: (() => void)[] = [];
  let isGone = false;
  const onError = (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    isGone = true;
    for (const listener of listeners.splice(0)) listener();
  };
  process.stdout.on("error", onError);
  // Its faults are told nowhere then; the exit code tells.
  process.stderr.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return { onGone: (listener) => (isGone ? listener() : void listeners.push(listener)) };
}
