import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";

import { describe, expect, it } from "vitest";

import { settingNames } from "./environment.ts";
import { StartError } from "../start-error.ts";
import { printEnvExample } from "./print-env-example.ts";
import { readConfig } from "./read-config.ts";

const withLinesTurnedOn = printEnvExample().replace(/^# ([A-Z_]+=.*)$/gm, "$1");

function faultsOf(env: NodeJS.Dict<string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof StartError) return error.sentences;
    throw error;
  }
  return [];
}

describe(".env.example", () => {
  it("is what the settings print; when this fails, write it anew with main.ts --env-example", () => {
    const written = readFileSync(new URL("../../../../.env.example", import.meta.url), "utf8");
    expect(written).toBe(printEnvExample());
  });

  it("names every setting once", () => {
    const names = [...withLinesTurnedOn.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect([...names].sort()).toEqual([...settingNames].sort());
  });

  it("starts nothing while a copy of it is not filled in: each required setting is named as missing", () => {
    const faults = faultsOf(parseEnv(printEnvExample()));
    const required = [...printEnvExample().matchAll(/^# Required: .*\n# ([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(faults.map((sentence) => /^\w+ is missing/.exec(sentence)?.[0]).sort()).toEqual(
      required.map((name) => `${name} is missing`).sort(),
    );
    expect(required).toHaveLength(6);
  });

  it("calls required what a start with the defaults needs, and nothing else", () => {
    const onlyRequired = printEnvExample().replace(/^(# Required: .*\n)# /gm, "$1");
    expect(readConfig(parseEnv(onlyRequired)).config.port).toBe(3_000);
  });

  it("shows values that are accepted for every setting", () => {
    expect(() => readConfig(parseEnv(withLinesTurnedOn), () => "{}")).not.toThrow();
  });
});
