/** Ctrl-C under npm arrives twice, from the terminal and from npm: within this time it is one. */
const sameKeyMs = 500;

/** Calls `first` at the first signal and leaves at once at the second. Gives what stops listening. */
export function onStopSignals(first: () => void): () => void {
  let askedAt: number | null = null;
  const onSignal = (signal: NodeJS.Signals) => {
    const now = performance.now();
    if (askedAt === null) {
      askedAt = now;
      first();
    } else if (now - askedAt > sameKeyMs) {
      process.exit(signal === "SIGINT" ? 130 : 143);
    }
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
}
