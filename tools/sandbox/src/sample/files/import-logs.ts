import type { DeskFile } from "../../desks/desk.ts";

/** The end of a log as a customer cuts it out, with letters beyond ASCII and Windows' line ends. */
export const failedImport = log("import.log", [
  "23:58:07 order 80 114 imported",
  "23:59:31 order 80 115 imported",
  "00:00:02 order 80 116 failed: TLS handshake, certificate has expired (proxy.größe-söhne.example)",
  "00:00:02 service order-import stops",
]);

export const repairedImport = log("import after the restart.log", [
  "10:31:40 service order-import ready",
  "10:31:41 order 80 116 imported",
  "10:36:02 order 80 158 imported",
  "10:36:02 43 orders imported, none is waiting",
]);

function log(name: string, lines: readonly string[]): DeskFile {
  return { name, contentType: "text/plain", bytes: Buffer.from(lines.map((line) => `${line}\r\n`).join("")) };
}
