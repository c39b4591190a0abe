import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { describe, expect, it } from "vitest";

import { coloursFor } from "./colours.ts";

describe("coloursFor", () => {
  it("colours what a terminal shows", () => {
    expect(coloursFor({ isTTY: true }, { TERM: "xterm" }).green("good")).toBe("\u001b[32mgood\u001b[39m");
  });

  it("leaves text plain on a dumb terminal and where NO_COLOR is set", () => {
    expect(coloursFor({ isTTY: true }, { TERM: "dumb" }).green("good")).toBe("good");
    expect(coloursFor({ isTTY: true }, { NO_COLOR: "1" }).green("good")).toBe("good");
  });

  it("leaves a pipe plain even where CI and FORCE_COLOR are set", async () => {
    const program = `import { coloursFor } from ${JSON.stringify(new URL("colours.ts", import.meta.url).href)};
      process.stdout.write(coloursFor(process.stdout, process.env).green("good"));`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], {
      env: { ...process.env, CI: "true", FORCE_COLOR: "1" },
    });
    expect(stdout).toBe("good");
  });
});
