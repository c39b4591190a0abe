import { expect, it } from "vitest";

import { OptionsError, readOptions } from "./options.ts";

it("kills fifty times on each database when nothing is asked for", () => {
  expect(readOptions([], () => 7)).toEqual({
    kills: 50,
    seed: 7,
    databases: ["embedded", "postgresql"],
    json: false,
    help: false,
  });
});

it("takes what is asked for", () => {
  const asked = ["--kills", "5", "--seed", "0", "--database", "postgresql", "--json"];
  expect(readOptions(asked, () => 7)).toMatchObject({ kills: 5, seed: 0, databases: ["postgresql"], json: true });
});

it.each([["--kills", "0"], ["--kills", "many"], ["--seed", "-1"], ["--database", "oracle"], ["--fast"], ["embedded"]])(
  "refuses %s %s with a sentence",
  (...args) => {
    expect(() => readOptions(args, () => 7)).toThrow(OptionsError);
  },
);
