import { resolve } from "node:path";
import { parseArgs } from "node:util";

import { optionFault } from "@ticket-bridge/terminal";

export interface SandboxOptions {
  readonly superofficePort: number;
  readonly requestorPort: number;
  /** Null: nothing is kept. */
  readonly folder: string | null;
  readonly isEmpty: boolean;
}

const defaultPorts = { superoffice: 4401, requestor: 4402 };

const usage = `
  npm run sandbox -- [options]

  Starts the simulated SuperOffice Service and the simulated Requestor, without the bridge.

  --superoffice-port <number>   (${defaultPorts.superoffice})
  --requestor-port <number>     (${defaultPorts.requestor})
  --data <folder>               keep the tickets there; without it they are forgotten at the end
  --empty                       no sample tickets
  --help                        this text
`;

/** Reads the command line. A text says what is wrong with it; null means that help was asked for and printed. */
export function readSandboxOptions(args: string[]): SandboxOptions | string | null {
  try {
    const { values } = parseArgs({
      args,
      options: {
        "superoffice-port": { type: "string" },
        "requestor-port": { type: "string" },
        data: { type: "string" },
        empty: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) {
      process.stdout.write(`${usage}\n`);
      return null;
    }
    const superofficePort = Number(values["superoffice-port"] ?? defaultPorts.superoffice);
    const requestorPort = Number(values["requestor-port"] ?? defaultPorts.requestor);
    const isPort = (port: number) => Number.isInteger(port) && port > 0 && port < 65_536;
    if (!isPort(superofficePort) || !isPort(requestorPort)) return "A port must be a number from 1 to 65535.";
    const folder = values.data === undefined ? null : resolve(values.data);
    return { superofficePort, requestorPort, folder, isEmpty: values.empty };
  } catch (error) {
    return optionFault(error, "See npm run sandbox -- --help.");
  }
}
