import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";

import { describe, expect, it } from "vitest";

import { settingNames } from "./environment.ts";
import { printEnvExample } from "./print-env-example.ts";
import { readConfig } from "./read-config.ts";

const withLinesTurnedOn = printEnvExample().replace(/^# ([A-Z_]+=.*)$/gm, "$1");

describe(".env.example", () => {
  it("is what the settings print; when this fails, write it anew with main.ts --env-example", () => {
    const written = readFileSync(new URL("../../../../.env.example", import.meta.url), "utf8");
    expect(written).toBe(printEnvExample());
  });

  it("names every setting once", () => {
    const names = [...withLinesTurnedOn.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect([...names].sort()).toEqual([...settingNames].sort());
  });

  it("names everything that a copy of it has to fill in", () => {
    const { config } = readConfig(parseEnv(printEnvExample()));
    expect(config.port).toBe(3_000);
  });

  it("shows values that are accepted for every setting", () => {
    expect(() => readConfig(parseEnv(withLinesTurnedOn), () => "{}")).not.toThrow();
  });
});
