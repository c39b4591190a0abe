import { join } from "node:path";

import type { Side } from "@ticket-bridge/helpdesk";
import { REQUESTOR_DEFAULT_USERS, SUPEROFFICE_DEFAULTS } from "@ticket-bridge/simulators";

/** Of a program of the product that is measured. */
export interface ProgramSettings {
  readonly urls: Readonly<Record<Side, string>>;
  /** Null: the embedded database. */
  readonly databaseUrl: string | null;
  /** An empty folder for its data and its log. */
  readonly folder: string;
  readonly concurrency: number;
  /** Where it leaves CPU profiles when it ends; null: none. */
  readonly profileFolder: string | null;
}

/** Stops a program when the pipe on its standard input ends, which it does however the bench ended. */
export const stopWithParent = [
  "--import",
  `data:text/javascript,process.stdin.on("end",()=>process.kill(process.pid,"SIGTERM")).resume().unref()`,
];

export function profileArguments({ profileFolder }: ProgramSettings): string[] {
  return profileFolder === null ? [] : ["--cpu-prof", `--cpu-prof-dir=${profileFolder}`];
}

/**
 * An environment built from nothing, so that no setting of the visitor's shell changes a figure. The rates are as high as
 * the settings go, so that the helpdesks and the program are the limit.
 */
export function programSettings({ urls, databaseUrl, folder, concurrency }: ProgramSettings): Record<string, string> {
  const account = REQUESTOR_DEFAULT_USERS[0];
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: process.env["HOME"] ?? folder,
    DATA_DIR: join(folder, "data"),
    ...(databaseUrl !== null && { DATABASE_URL: databaseUrl }),
    SUPEROFFICE_URL: urls.superoffice,
    SUPEROFFICE_USERNAME: SUPEROFFICE_DEFAULTS.username,
    SUPEROFFICE_PASSWORD: SUPEROFFICE_DEFAULTS.password,
    SUPEROFFICE_MAX_RPS: "1000",
    SUPEROFFICE_CONCURRENCY: String(concurrency),
    REQUESTOR_URL: urls.requestor,
    REQUESTOR_USERNAME: account?.username ?? "",
    REQUESTOR_PASSWORD: account?.password ?? "",
    REQUESTOR_MAX_RPS: "1000",
    REQUESTOR_CONCURRENCY: String(concurrency),
    REQUESTOR_ATTACHMENT_URL: `${urls.requestor}/Attachment/Download/{id}`,
    REQUESTOR_MAX_ATTACHMENT_MB: "25",
  };
}
