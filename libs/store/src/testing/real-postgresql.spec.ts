import { spawnSync } from "node:child_process";

import { describe, expect, it } from "vitest";

describe("a PostgreSQL of the tests' own", () => {
  it("leaves the end of the program to the program", () => {
    const program = `
      import { startRealPostgresql } from ${JSON.stringify(new URL("real-postgresql.ts", import.meta.url).href)};
      const server = await startRealPostgresql();
      process.exitCode = 3;
      await server.remove();
    `;
    const { status } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], { timeout: 60_000 });
    expect(status).toBe(3);
  }, 60_000);
});
