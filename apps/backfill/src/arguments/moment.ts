const dayMs = 86_400_000;

/**
 * Reads an ISO date (2024-01-31, a whole day in UTC) or an ISO moment with its offset (2024-01-31T08:00:00+01:00), in
 * milliseconds since 1970 UTC. `edge`: of a whole day its first moment, or the one right behind it. Null when it is
 * neither, or there is no such day.
 */
export function readMoment(text: string, edge: "begin" | "end"): number | null {
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (day !== null) {
    const start = realDay(day);
    return start === null ? null : edge === "begin" ? start : start + dayMs;
  }
  const moment = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.exec(text);
  if (moment === null || realDay(moment) === null) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

/** JavaScript takes 31 February for 2 March. */
function realDay([, year, month, day]: RegExpExecArray): number | null {
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const date = new Date(at);
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day) ? at : null;
}
