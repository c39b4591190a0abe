import { setImmediate as nextTurn } from "node:timers/promises";

import { expect, it } from "vitest";

import { StoreUnavailableError } from "../errors/store-unavailable-error.ts";
import { Gathered } from "./gathered.ts";

interface Statement {
  readonly asks: readonly string[];
  readonly answer: (answers: readonly (string | undefined)[]) => void;
  readonly fail: (error: unknown) => void;
}

/** Asks are words; what stands before the first dot is what one concerns. */
function open() {
  const statements: Statement[] = [];
  const alone: string[] = [];
  const gathered = new Gathered<string, string>({
    together: (asks) =>
      new Promise((resolve, reject) => {
        statements.push({ asks, answer: resolve, fail: reject });
      }),
    alone: (ask) => {
      alone.push(ask);
      return ask.endsWith("bad") ? Promise.reject(new Error(ask)) : Promise.resolve(`${ask} alone`);
    },
    concerns: (ask) => ask.split(".")[0] ?? "",
  });
  const statement = async (place: number): Promise<Statement> => {
    await expect.poll(() => statements.length, { interval: 1 }).toBeGreaterThan(place);
    const found = statements[place];
    if (found === undefined) throw new Error("It was seen a moment ago.");
    return found;
  };
  return { gathered, statements, statement, alone };
}

const answers = ({ asks }: Statement) => asks.map((ask) => `${ask} together`);

it("puts what is asked while a statement is under way into the next one", async () => {
  const { gathered, statement, statements } = open();
  const first = gathered.ask("a");
  const begun = await statement(0);
  const others = ["b", "c", "d"].map((ask) => gathered.ask(ask));
  await nextTurn();
  expect(statements).toHaveLength(1);
  begun.answer(answers(begun));
  expect(await first).toBe("a together");
  const second = await statement(1);
  expect(second.asks).toEqual(["b", "c", "d"]);
  second.answer(answers(second));
  expect(await Promise.all(others)).toEqual(["b together", "c together", "d together"]);
});

it("asks about the same thing one after the other", async () => {
  const { gathered, statement } = open();
  const asked = ["a.1", "a.2", "b.1", "a.3"].map((ask) => gathered.ask(ask));
  for (const [place, asks] of [["a.1", "b.1"], ["a.2"], ["a.3"]].entries()) {
    const one = await statement(place);
    expect(one.asks).toEqual(asks);
    one.answer(answers(one));
  }
  expect(await Promise.all(asked)).toEqual(["a.1 together", "a.2 together", "b.1 together", "a.3 together"]);
});

it("takes a refused statement apart, so that only the one at fault fails", async () => {
  const { gathered, statement } = open();
  const asked = ["a", "b.bad", "c"].map((ask) => gathered.ask(ask));
  (await statement(0)).fail(new Error("duplicate key"));
  expect(await Promise.allSettled(asked)).toEqual([
    { status: "fulfilled", value: "a alone" },
    { status: "rejected", reason: new Error("b.bad") },
    { status: "fulfilled", value: "c alone" },
  ]);
});

it("asks alone what got no answer in company", async () => {
  const { gathered, statement, alone } = open();
  const asked = ["a", "b", "c"].map((ask) => gathered.ask(ask));
  (await statement(0)).answer(["a together", undefined]);
  expect(await Promise.all(asked)).toEqual(["a together", "b alone", "c alone"]);
  expect(alone).toEqual(["b", "c"]);
});

it("repeats nothing that may be done, when the database went away", async () => {
  const { gathered, statement, alone } = open();
  const asked = ["a", "b"].map((ask) => gathered.ask(ask));
  (await statement(0)).fail(new Error("Connection terminated unexpectedly"));
  for (const { status, ...rest } of await Promise.allSettled(asked)) {
    expect(status).toBe("rejected");
    expect(rest).toMatchObject({ reason: expect.any(StoreUnavailableError) as unknown });
  }
  expect(alone).toEqual([]);
});

it("does not wait for a statement that is stuck", async () => {
  const { gathered, statement } = open();
  const stuck = gathered.ask("a");
  const first = await statement(0);
  const asked = gathered.ask("b");
  const second = await statement(1);
  second.answer(answers(second));
  expect(await asked).toBe("b together");
  first.answer(answers(first));
  expect(await stuck).toBe("a together");
  const third = gathered.ask("c");
  (await statement(2)).answer(["c together"]);
  expect(await third).toBe("c together");
});
