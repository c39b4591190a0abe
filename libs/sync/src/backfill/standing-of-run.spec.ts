import { expect, it } from "vitest";

import { standingOfRun } from "./standing-of-run.ts";

const nobody = { isWorking: false, failure: null };
const run = (state: "planning" | "planned" | "running" | "stopped" | "finished", reason: string | null = null) => ({
  ...{ state, reason },
  carriedBy: null,
});

it("stands as stopped where nobody plans it or carries it out any more, and says so", () => {
  expect(standingOfRun(run("planning"), nobody)).toEqual({
    standing: "stopped",
    why: "The process that made its list has ended before the list was complete. Nothing was written.",
  });
  expect(standingOfRun(run("running"), nobody)).toEqual({
    standing: "stopped",
    why: "The process that carried it out has ended.",
  });
});

it.each(["planning", "running"] as const)("is %s as long as this process or another one is at work on it", (state) => {
  const atWork = { standing: state, why: null };
  expect(standingOfRun(run(state, "Of another time."), { isWorking: true, failure: null })).toEqual(atWork);
  expect(standingOfRun({ ...run(state), carriedBy: {} }, { isWorking: false, failure: "Of ours." })).toEqual(atWork);
});

it("says first what was noted as it stopped, and then what this process's attempt ended with", () => {
  expect(standingOfRun(run("planning", "It was told to."), { ...nobody, failure: "It broke." }).why).toBe(
    "It was told to.",
  );
  expect(standingOfRun(run("running"), { ...nobody, failure: "It broke." }).why).toBe("It broke.");
  expect(standingOfRun(run("stopped", "It was told to."), nobody)).toEqual({
    ...{ standing: "stopped", why: "It was told to." },
  });
});

it("waits for nobody once its list is made or it is finished", () => {
  expect(standingOfRun(run("planned"), nobody)).toEqual({ standing: "planned", why: null });
  expect(standingOfRun(run("finished"), { ...nobody, failure: "Busy." })).toEqual({ standing: "finished", why: null });
  expect(standingOfRun(run("finished", "A person gave it up."), nobody).why).toBe("A person gave it up.");
});
