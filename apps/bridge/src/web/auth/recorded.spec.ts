import type { NewAct } from "@ticket-bridge/sync";
import { MemoryDatabase, memoryStore } from "@ticket-bridge/sync/testing";
import { createLog } from "@ticket-bridge/assembly";
import { describe, expect, it } from "vitest";

import { Problem } from "../problem.ts";
import { oneLine, recorded } from "./recorded.ts";

const act: NewAct = { name: "Jane", role: "operator", act: "skipMirror", what: "Skip.", target: null, requestId: "1" };

function scene() {
  const lines: string[] = [];
  const reach = { fails: false };
  const store = memoryStore(new MemoryDatabase(() => 1_000), () =>
    reach.fails ? Promise.reject(new Error("The database is away.")) : Promise.resolve(),
  );
  const log = createLog({ level: "info", destination: { write: (line) => void lines.push(line) } });
  const list = async () => (await store.listActs({ name: null, act: null }, { cursor: null, limit: 9 })).items;
  return { store, log, lines, reach, list };
}

describe("an act that is recorded", () => {
  it("stands in the log while it is under way", async () => {
    const { store, log, list } = scene();
    await recorded({ store, log }, act, async () => expect(await list()).toMatchObject([{ ...act, outcome: "asked" }]));
    expect(await list()).toMatchObject([{ ...act, outcome: "done" }]);
  });

  it("is not tried when it cannot be written", async () => {
    const { store, log, reach } = scene();
    reach.fails = true;
    let isTried = false;
    const trying = recorded({ store, log }, act, () => Promise.resolve((isTried = true)));
    await expect(trying).rejects.toThrow("The database is away.");
    expect(isTried).toBe(false);
  });

  it("counts as done although its end cannot be written, which the log tells", async () => {
    const { store, log, reach, lines, list } = scene();
    expect(await recorded({ store, log }, act, () => Promise.resolve((reach.fails = true)))).toBe(true);
    expect(lines.join("")).toContain("What became of an act could not be written.");
    reach.fails = false;
    expect(await list()).toMatchObject([{ outcome: "asked" }]);
  });

  it("keeps the sentence of a refusal, and nothing of an unexpected error", async () => {
    const { store, log, list } = scene();
    for (const error of [new Problem(409, "It is mirrored."), new TypeError("the secret is x")]) {
      await expect(recorded({ store, log }, act, () => Promise.reject(error))).rejects.toBe(error);
    }
    expect((await list()).map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ["failed", "Something unexpected happened; the log tells more."],
      ["refused", "It is mirrored."],
    ]);
  });

  it("that is about several tells how many of them were done, and calls itself done with all of them alone", async () => {
    const { store, log, list } = scene();
    const [pending, gone] = [{ reason: "It is pending by now." }, { reason: "It is not there any more." }];
    const answers = [
      { done: 3, refused: [] },
      { done: 1, refused: [pending, gone, pending] },
      { done: 0, refused: [gone, gone] },
    ];
    for (const answer of answers) await recorded({ store, log }, act, () => Promise.resolve(answer));
    expect((await list()).map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ["refused", "Done: 0 of 2. Refused: 2 × It is not there any more."],
      ["partly", "Done: 1 of 4. Refused: 2 × It is pending by now. 1 × It is not there any more."],
      ["done", null],
    ]);
  });

  it("names all that it is about, where that is the most that a call takes", async () => {
    const { store, log, list } = scene();
    const ids = Array.from({ length: 1_000 }, (_, n) => String(9_000_000_000_000_000_000n + BigInt(n)));
    const what = `Skip message 1: ${"Why. ".repeat(100)} With it 1000 more: ${ids.join(", ")}.`;
    await recorded({ store, log }, { ...act, what }, () => Promise.resolve());
    expect((await list())[0]?.what).toBe(what);
  });

  it("is one line of bounded length, without half a character at its end", () => {
    expect(oneLine("a\n\tb\u2067c")).toBe("a b c");
    const long = oneLine(`${"a".repeat(999)}😀${"b".repeat(99)}`);
    expect(long).toBe(`${"a".repeat(999)}�…`);
  });
});
