/** An error and its causes in one line, for the log: names and sentences, no stack, no fields. */
export function errorText(error: unknown): string {
  const parts: string[] = [];
  for (let current: unknown = error; current !== undefined && parts.length < 5;) {
    if (!(current instanceof Error)) {
      parts.push(typeof current === "string" ? current : Object.prototype.toString.call(current));
      break;
    }
    parts.push(current.message === "" ? current.name : `${current.name}: ${current.message}`);
    current = current.cause;
  }
  return parts.join(" <- ");
}
