const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How long something takes, in the two largest fitting units at most: "850 ms", "12 s", "3 min", "2 h 5 min". */
export function duration(milliseconds: number): string {
  if (milliseconds < second) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 10 * second) return `${(milliseconds / second).toFixed(1)} s`;
  if (milliseconds < minute) return `${Math.round(milliseconds / second)} s`;
  if (milliseconds < hour) return `${Math.floor(milliseconds / minute)} min`;
  if (milliseconds < day) return two(milliseconds, hour, "h", minute, "min");
  return two(milliseconds, day, "d", hour, "h");
}

/** "12 s ago"; "now" within a second or where the clocks of both machines differ a little. */
export function ago(at: string, now: number): string {
  const passed = now - Date.parse(at);
  if (passed < second) return "now";
  if (passed < minute) return `${Math.floor(passed / second)} s ago`;
  return `${duration(passed)} ago`;
}

/** As shortTime, with the name of the viewer's zone: 2026-03-01 09:05:07 UTC. */
export function exactTime(at: string): string {
  const parts = new Intl.DateTimeFormat(undefined, { timeZoneName: "short" }).formatToParts(new Date(at));
  const zone = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  return `${shortTime(at)} ${zone}`.trimEnd();
}

/** Day and time to the second in the viewer's zone, of even width: 2026-03-01 09:05:07. */
export function shortTime(at: string): string {
  const moment = new Date(at);
  const pad = (value: number) => String(value).padStart(2, "0");
  const date = [moment.getFullYear(), pad(moment.getMonth() + 1), pad(moment.getDate())].join("-");
  return `${date} ${[moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(pad).join(":")}`;
}

/** The value of the browser's own field for day and time, in the viewer's zone; empty where it is no time. */
export function inTimeField(at: string | null): string {
  const moment = new Date(at ?? "");
  return Number.isNaN(moment.getTime()) ? "" : shortTime(moment.toISOString()).replace(" ", "T").slice(0, 16);
}

/** The same moment everywhere; null where the text is no time. */
export function instantOf(time: string | null): string | null {
  const moment = new Date(time ?? "");
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

function two(value: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((value % large) / small);
  const first = `${Math.floor(value / large)} ${largeName}`;
  return rest === 0 ? first : `${first} ${rest} ${smallName}`;
}
