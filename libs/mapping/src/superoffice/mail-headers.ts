/** One field of a mail's head, its continuation lines joined. */
export interface MailHeader {
  /** In small letters. */
  readonly name: string;
  readonly value: string;
}

/** The fields of a raw mail head (ej_message.email_header), in order, whatever line ends it has. */
export function mailHeaders(raw: string): readonly MailHeader[] {
  const fields: { name: string; value: string }[] = [];
  for (const line of raw.split(/\r\n|\r|\n/)) {
    const last = fields.at(-1);
    if (/^[ \t]+\S/.test(line) && last !== undefined) {
      last.value += ` ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(":");
    fields.push({
      name: colon < 0 ? "" : line.slice(0, colon).trim().toLowerCase(),
      value: colon < 0 ? "" : line.slice(colon + 1),
    });
  }
  return fields;
}
