import { describe, expect, it } from "vitest";

import { knownNames, valuesNamed, withNames } from "./names.ts";

const known = knownNames(["Id", "Body"]);

describe("an object with known names", () => {
  it("has them in their spelling, and all others as they are", () => {
    expect(withNames({ id: 1, BODY: "a", other: 2 }, known)).toEqual({ Id: 1, Body: "a", other: 2 });
  });

  it("keeps an exactly spelled member before another spelling", () => {
    expect(withNames({ ID: 1, Id: 2 }, known)).toEqual({ ID: 1, Id: 2 });
  });

  it("is the object itself where every name is spelled so", () => {
    const object = { Id: 1, other: 2 };
    expect(withNames(object, known)).toBe(object);
  });

  it("tells the values of all spellings of a name, and of no other", () => {
    expect(valuesNamed({ Private: 1, private: 2, PRIVATE: 3, IsPrivate: 4, Privates: 5 }, "Private")).toEqual([
      1, 2, 3,
    ]);
  });
});
