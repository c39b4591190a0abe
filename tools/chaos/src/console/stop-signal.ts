/** npm passes a Ctrl-C on that the terminal has sent to everybody already; that is no second wish. */
const sameKeyMs = 400;

/** Aborted by the first Ctrl-C or SIGTERM, so that everything is ended in order; the second one leaves at once. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  let askedAt = 0;
  const hear = () => {
    if (!stop.signal.aborted) {
      askedAt = performance.now();
      stop.abort(new Error("Stopped by a signal."));
    } else if (performance.now() - askedAt > sameKeyMs) {
      process.exit(130);
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, hear);
  return stop.signal;
}
