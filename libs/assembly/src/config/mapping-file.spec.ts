import { describe, expect, it } from "vitest";

import { readMappingFile } from "./mapping-file.ts";

const read = (content: unknown) =>
  readMappingFile({ MAPPING_FILE: "./mapping.json" }, () =>
    typeof content === "string" ? content : JSON.stringify(content),
  );

describe("the mapping file", () => {
  it("is not needed", () => {
    const { mapping, faults } = readMappingFile({}, () => {
      throw new Error("nothing is to be read");
    });
    expect(faults).toEqual([]);
    expect(mapping).toEqual({ authors: new Map(), categories: [], priorities: [] });
  });

  it("gives authors by name or address in any case, and pairs of numbers", () => {
    const { mapping, faults } = read({
      authors: { "Jane@Old.example": { name: "Jane Doe", email: "jane@example.com" }, Kim: { name: "Kim Novák" } },
      categories: [{ superoffice: 12, requestor: 5 }],
      priorities: [{ superoffice: 3, requestor: null }],
    });
    expect(faults).toEqual([]);
    expect([...mapping.authors]).toEqual([
      ["jane@old.example", { name: "Jane Doe", email: "jane@example.com" }],
      ["kim", { name: "Kim Novák", email: null }],
    ]);
    expect(mapping.categories).toEqual([{ superoffice: 12, requestor: 5 }]);
    expect(mapping.priorities).toEqual([{ superoffice: 3, requestor: null }]);
  });

  it("may leave everything out, and begin as Windows saves it", () => {
    expect(read("\uFEFF{}").faults).toEqual([]);
  });

  it.each([
    [[], "MAPPING_FILE: the file must hold authors, categories and priorities and nothing else."],
    [{ category: [] }, "MAPPING_FILE: the file must hold authors, categories and priorities and nothing else."],
    [{ categories: {} }, 'MAPPING_FILE: categories must be a list like [{"superoffice": 12, "requestor": 5}].'],
    [
      { categories: [{ superoffice: "12", requestor: 5 }] },
      "MAPPING_FILE: categories[0].superoffice must be a whole number above 0, or null for any.",
    ],
    [
      { priorities: [{ superoffice: 1, requestor: 0 }] },
      "MAPPING_FILE: priorities[0].requestor must be a whole number above 0, or null for any.",
    ],
    [
      { priorities: [{ superoffice: null, requestor: null }] },
      "MAPPING_FILE: priorities[0] must have a number on at least one side.",
    ],
    [{ authors: { "secret@example.com": { name: 5 } } }, "MAPPING_FILE: an entry of authors must be a text."],
  ])("of %j tells its fault in one sentence", (content, sentence) => {
    expect(read(content).faults).toEqual([sentence]);
  });

  it("tells several faults at once", () => {
    const faults = read({ categories: [{ superoffice: 0, requestor: 1 }], priorities: 7 }).faults;
    expect(faults).toHaveLength(2);
  });

  it("says what is wrong with the file itself, and repeats nothing of it", () => {
    expect(read("{secret").faults).toEqual(["MAPPING_FILE is not valid JSON; the README shows how it looks."]);
    const missing = readMappingFile({ MAPPING_FILE: "./none.json" }, () => {
      throw Object.assign(new Error("no such file"), { code: "ENOENT" });
    });
    expect(missing.faults).toEqual([
      "MAPPING_FILE cannot be read (ENOENT); write the path of a JSON file, or remove it.",
    ]);
  });
});
