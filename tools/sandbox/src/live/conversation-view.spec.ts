import { expect, test } from "vitest";

import type { DeskMessage } from "../desks/desk.ts";
import { conversationView } from "./conversation-view.ts";
import type { MirrorFact } from "./conversation-view.ts";

function message(id: number, byBridge = false, at = "2026-01-02T03:04:05Z"): DeskMessage {
  return { id, author: "Jane Doe", role: "customer", byBridge, at, internal: false, html: false, body: `words ${id}` };
}

function mirror(source: number, target: number | null, state = "mirrored"): MirrorFact {
  return {
    source: { desk: "superoffice", messageId: source },
    target: target === null ? null : { desk: "requestor", messageId: target },
    state,
    reason: null,
  };
}

test("a mirrored message and its copy name each other", () => {
  const held = { superoffice: [message(1)], requestor: [message(91, true)] };
  const { messages, tally } = conversationView(held, [mirror(1, 91)]);
  expect(messages.superoffice[0]).toMatchObject({ origin: "superoffice", twin: 91, delivery: null });
  expect(messages.requestor[0]).toMatchObject({ origin: "superoffice", twin: 1, delivery: null });
  expect(tally).toEqual({ pairs: 1, waiting: 0, doubled: 0 });
});

test("a message that the bridge has not seen yet is on its way", () => {
  const { messages, tally } = conversationView({ superoffice: [message(1)], requestor: [] }, []);
  expect(messages.superoffice[0]?.delivery).toEqual({ word: "on its way", reason: null });
  expect(tally).toEqual({ pairs: 0, waiting: 1, doubled: 0 });
});

test("a copy that is not known yet is being checked, and not called a double while its original is under way", () => {
  const held = { superoffice: [message(1)], requestor: [message(91, true)] };
  const { messages, tally } = conversationView(held, [mirror(1, null, "uncertain")]);
  expect(messages.requestor[0]?.delivery?.word).toBe("being checked");
  expect(tally).toEqual({ pairs: 0, waiting: 1, doubled: 0 });
});

test("a second copy of a settled message counts as doubled", () => {
  const held = { superoffice: [message(1)], requestor: [message(91, true), message(92, true)] };
  expect(conversationView(held, [mirror(1, 91)]).tally).toEqual({ pairs: 1, waiting: 0, doubled: 1 });
});

test("what is held or left out waits no longer", () => {
  const held = { superoffice: [message(1), message(2)], requestor: [] };
  const { messages, tally } = conversationView(held, [mirror(1, null, "held"), mirror(2, null, "skipped")]);
  expect(messages.superoffice.map(({ delivery }) => delivery?.word)).toEqual(["held", "left out"]);
  expect(tally).toEqual({ pairs: 0, waiting: 0, doubled: 0 });
});

test("both sides stand in the order in which people wrote, also when a copy came much later", () => {
  const [first, second, later] = ["2026-01-02T03:00:00Z", "2026-01-02T04:00:00Z", "2026-01-09T12:00:00Z"];
  const held = {
    superoffice: [message(1, false, first), message(2, true, later)],
    requestor: [message(90, false, second), message(91, true, later)],
  };
  const back: MirrorFact = {
    source: { desk: "requestor", messageId: 90 },
    target: { desk: "superoffice", messageId: 2 },
    state: "mirrored",
    reason: null,
  };
  const { messages } = conversationView(held, [mirror(1, 91), back]);
  expect(messages.superoffice.map(({ id }) => id)).toEqual([1, 2]);
  expect(messages.requestor.map(({ id }) => id)).toEqual([91, 90]);
});
