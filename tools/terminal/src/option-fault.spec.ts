import { parseArgs } from "node:util";

import { expect, test } from "vitest";

import { optionFault } from "./option-fault.ts";

function faultOf(...args: string[]): string {
  try {
    parseArgs({ args, options: { port: { type: "string" } } });
  } catch (error) {
    return optionFault(error, "See --help.");
  }
  return "";
}

test("what is wrong with a command line ends with one full stop before the next sentence", () => {
  expect(faultOf("--prot")).toBe("Unknown option '--prot'. See --help.");
  expect(faultOf("--port")).toBe("Option '--port <value>' argument missing. See --help.");
  expect(faultOf("4400")).toMatch(/^Unexpected argument '4400'\. [^.]+ positional arguments\. See --help\.$/);
  expect(optionFault("It is closed.", "See --help.")).toBe("It is closed. See --help.");
});
