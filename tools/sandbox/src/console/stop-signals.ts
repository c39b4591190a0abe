/** npm passes a Ctrl-C on that the terminal has sent to everybody already; that is no second wish. */
const echoMs = 400;

/** Calls `stop` at the first SIGINT, SIGTERM or SIGHUP and `force` at the second one. */
export function onStopSignals(stop: () => void, force: () => void): void {
  let askedAt: number | null = null;
  const hear = () => {
    const now = performance.now();
    if (askedAt === null) {
      askedAt = now;
      stop();
    } else if (now - askedAt > echoMs) {
      force();
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, hear);
}
