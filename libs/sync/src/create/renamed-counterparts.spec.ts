import { sides, type TicketId } from "@ticket-bridge/helpdesk";
import { afterEach, beforeEach, expect, it } from "vitest";

import type { Store } from "../ports/store.ts";
import { CreationBench } from "../testing/creation-bench.ts";

const ticket = "800" as TicketId;
let bench: CreationBench;
beforeEach(() => {
  bench = new CreationBench();
});
afterEach(async () => {
  await bench.stop();
});

/** The counterpart in Requestor, under the name that somebody gave it. */
async function madeAndRenamed() {
  await bench.clock.until("made", () => bench.requestor.made().length > 0);
  const [[id, made] = ["", undefined]] = bench.requestor.made();
  if (made === undefined) throw new Error("Nothing was made.");
  bench.requestor.tickets.set(id, { ...made, title: "Printer on the second floor" });
  return id as TicketId;
}

it("a renamed ticket whose creation is held for a person gets no counterpart of its own (P5)", async () => {
  const engine = await bench.engine({ creates: { targets: sides } });
  await bench.clock.pass(20_000);
  bench.requestor.walkTells = false;
  bench.requestor.faults.push("answer-lost");
  bench.superoffice.open(ticket);
  bench.superoffice.write(ticket, "Hello");
  const id = await madeAndRenamed();
  await bench.clock.pass(400_000);
  await engine.hint("requestor", [id]);
  await bench.clock.pass(400_000);
  expect(bench.superoffice.made()).toEqual([]);
  const reason: unknown = expect.stringMatching(/^Its first message names it as the counterpart of ticket 800/);
  expect(await bench.store.creationOf("requestor", id)).toMatchObject({ state: "held", reason });
});

it("a refused creation that was made all the same, and renamed, gets no counterpart of its own (P5)", async () => {
  const engine = await bench.engine({ creates: { targets: sides } });
  await bench.clock.pass(20_000);
  bench.requestor.faults.push("refused-but-stored");
  bench.superoffice.open(ticket);
  bench.superoffice.write(ticket, "Hello", { author: { name: "Agent", email: null, role: "agent" } });
  const id = await madeAndRenamed();
  await bench.clock.until("held", () => bench.database.creations[0]?.state === "held");
  await engine.hint("requestor", [id]);
  await bench.clock.pass(400_000);
  expect(bench.superoffice.made()).toEqual([]);
});

it("one that is linked while it is looked at is left as it is, and is for nobody to look at (P1, P5)", async () => {
  const isLinked = async () => (await bench.store.creationOf("superoffice", ticket))?.state === "linked";
  let looks = 0;
  const store: Store = {
    ...bench.store,
    listCreations: async (...asked) => {
      looks += 1;
      while (!(await isLinked())) await bench.clock.sleep(1_000);
      return await bench.store.listCreations(...asked);
    },
  };
  const engine = await bench.engine({ creates: { targets: sides }, store });
  await bench.clock.pass(20_000);
  bench.requestor.faults.push("answer-lost");
  bench.superoffice.open(ticket);
  bench.superoffice.write(ticket, "Hello");
  const id = await madeAndRenamed();
  await engine.hint("requestor", [id]);
  await bench.clock.pass(400_000);
  expect(looks).toBeGreaterThan(0);
  expect(await bench.creations()).toMatchObject([{ state: "linked", target: { ticketId: id } }]);
  expect(bench.superoffice.made()).toEqual([]);
});

it("one that a restored database does not know gets no counterpart of its own and says what to do (P5)", async () => {
  const engine = await bench.engine({ creates: { targets: sides } });
  await bench.clock.pass(20_000);
  bench.superoffice.open(ticket);
  bench.superoffice.write(ticket, "Hello");
  const id = await madeAndRenamed();
  await bench.clock.until("linked", () => bench.database.creations[0]?.state === "linked");
  bench.database.creations.length = 0;
  bench.database.links.length = 0;
  bench.database.lanes.length = 0;
  bench.database.mirrors.length = 0;
  await engine.hint("requestor", [id]);
  await bench.clock.pass(400_000);
  expect(bench.superoffice.made()).toEqual([]);
  const held = await bench.store.creationOf("requestor", id);
  expect(held).toMatchObject({
    state: "held",
    reason: expect.stringContaining("link it with that one by hand") as string,
  });
  await bench.store.retryCreation(held?.id ?? "");
  await bench.clock.pass(400_000);
  expect(bench.superoffice.made()).toHaveLength(1);
});
