import { createProjectGraphAsync } from "@nx/devkit";
import { ESLint } from "eslint";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Lints a text as if it stood at that place and returns the rules it breaks. */
async function rulesBroken(place: string, text: string): Promise<string[]> {
  const eslint = new ESLint({ cwd: root });
  const [result] = await eslint.lintText(text, { filePath: `${root}${place}` });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

describe("the house", () => {
  beforeAll(async () => {
    process.chdir(root);
    await createProjectGraphAsync();
  }, 120_000);

  const boundaries = "@nx/enforce-module-boundaries";

  it.each([
    ["libs/mapping/src/index.ts", "@ticket-bridge/sync"],
    ["libs/sync/src/engine.ts", "@ticket-bridge/store"],
    ["libs/superoffice/src/index.ts", "@ticket-bridge/requestor"],
    ["libs/requestor/src/index.ts", "@ticket-bridge/store"],
    ["libs/simulators/src/index.ts", "@ticket-bridge/superoffice"],
    ["libs/helpdesk/src/index.ts", "@ticket-bridge/mapping"],
  ])("refuses %s an import of %s", async (place, imported) => {
    expect(await rulesBroken(place, `export * from "${imported}";\n`)).toContain(boundaries);
  });

  it("allows imports that run downwards", async () => {
    expect(await rulesBroken("libs/sync/src/index.ts", `export * from "@ticket-bridge/mapping";\n`)).toEqual([]);
  });

  it.each([
    ["a Node module", `import { readFileSync } from "node:fs";\nexport const read = readFileSync;\n`],
    ["fetch", `export const call = () => fetch("http://127.0.0.1");\n`],
    ["Date.now", "export const now = () => Date.now();\n"],
    ["new Date()", "export const now = () => new Date();\n"],
    ["Math.random", "export const random = () => Math.random();\n"],
    ["process", "export const home = () => process.env;\n"],
  ])("refuses %s in the pure parts", async (_what, text) => {
    for (const place of [
      "libs/mapping/src/index.ts",
      "libs/helpdesk/src/index.ts",
      "libs/sync/src/decide/backoff.ts",
    ]) {
      const broken = await rulesBroken(place, text);
      expect(
        broken.some((rule) => rule.startsWith("no-restricted-")),
        place,
      ).toBe(true);
    }
  });
});
