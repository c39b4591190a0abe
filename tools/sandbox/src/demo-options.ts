import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { optionFault } from "@ticket-bridge/terminal";

import { repository } from "./folder/repository.ts";

export interface DemoOptions {
  /** Port of the page; the helpdesks and the bridge get the next three. */
  readonly port: number;
  readonly folder: string;
  readonly isFresh: boolean;
}

const defaultPort = 4300;

const usage = `
  npm run demo -- [options]

  Starts two simulated helpdesks, the bridge between them and a page to watch and to type.

  --port <number>   port of the page; the next three are for the helpdesks and the bridge (${defaultPort})
  --data <folder>   where the conversation is kept (data/demo)
  --fresh           forget the kept conversation first
  --help            this text
`;

/** Reads the command line. A text says what is wrong with it; null means that help was asked for and printed. */
export function readDemoOptions(args: string[]): DemoOptions | string | null {
  try {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: "string" },
        data: { type: "string" },
        fresh: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) {
      process.stdout.write(`${usage}\n`);
      return null;
    }
    const port = Number(values.port ?? defaultPort);
    if (!Number.isInteger(port) || port < 1024 || port > 65_000) return "--port must be a number from 1024 to 65000.";
    const folder = values.data === undefined ? join(repository, "data/demo") : resolve(values.data);
    return { port, folder, isFresh: values.fresh };
  } catch (error) {
    return optionFault(error, "See npm run demo -- --help.");
  }
}
