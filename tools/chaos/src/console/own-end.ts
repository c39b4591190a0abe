/**
 * Makes this program the master of its own end. The package that starts PostgreSQL puts listeners there when it is
 * loaded: they end the process within milliseconds of a signal, with folders and bridges left behind, and turn every
 * other end into exit code 0.
 */
export function ownEnd(): void {
  for (const event of ["SIGINT", "SIGTERM", "SIGHUP", "beforeExit"]) process.removeAllListeners(event);
}
