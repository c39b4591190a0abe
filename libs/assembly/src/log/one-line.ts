const colourOf: Readonly<Record<string, number>> = { debug: 90, trace: 90, info: 36, warn: 33, error: 31, fatal: 31 };

/** Turns a JSON log line into one a person reads: time, level, sentence, then the fields. Keeps what is no such line. */
export function oneLine(json: string, colours: boolean): string {
  const line = parse(json);
  if (line === null) return json;
  const { level, time, message, ...fields } = line;
  const word = typeof level === "string" ? level : "info";
  const clock = typeof time === "string" ? time.slice(11, 19) : "";
  const rest = Object.entries(fields)
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" ");
  const paint = (code: number, text: string) => (colours && text !== "" ? `\u001b[${code}m${text}\u001b[0m` : text);
  const parts = [
    paint(90, clock),
    paint(colourOf[word] ?? 36, word.padEnd(5)),
    printable(typeof message === "string" ? message : ""),
    paint(90, printable(rest)),
  ];
  return `${parts.filter((part) => part !== "").join(" ")}\n`;
}

/** What a helpdesk said may hold control characters that would steer the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, " ");
}

function parse(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
