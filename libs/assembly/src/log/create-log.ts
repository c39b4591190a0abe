import { pino, type DestinationStream, type Logger } from "pino";

import { oneLine } from "./one-line.ts";

export type Log = Logger;

export interface LogOptions {
  readonly level: string;
  /** Where the lines go; standard output when missing. */
  readonly destination?: DestinationStream;
}

/** Values of these names never reach a log line, at the top or one level below. Nobody passes them; this stands behind. */
const secretNames = [
  "authorization",
  "password",
  "secret",
  "token",
  "adminToken",
  "appToken",
  "systemToken",
  "privateKey",
  "bridgeSecret",
  "webhookSecret",
  "databaseUrl",
  "cookie",
  "body",
  "rawBody",
  "html",
  "text",
  "content",
  "copy",
  "title",
];

/** JSON lines; on a terminal one readable line each. */
export function createLog({ level, destination }: LogOptions): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      messageKey: "message",
      redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[redacted]" },
    },
    destination ?? standardOutput(),
  );
}

function standardOutput(): DestinationStream {
  if (!process.stdout.isTTY) return pino.destination({ fd: 1, sync: true });
  const colours = process.env["NO_COLOR"] === undefined;
  return { write: (line) => void process.stdout.write(oneLine(line, colours)) };
}
