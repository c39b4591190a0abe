import { expect, test } from "vitest";

import type { DeskMessage } from "../desks/desk.ts";
import { conversationView } from "./conversation-view.ts";
import type { MirrorFact } from "./conversation-view.ts";

function message(id: number, byBridge = false, at = "2026-01-02T03:04:05Z"): DeskMessage {
  const plain = { internal: false, html: false, edited: false, deleted: false, attachments: [] };
  return { id, author: "Jane Doe", role: "customer", byBridge, at, body: `words ${id}`, ...plain };
}

function mirror(source: number, target: number | null, state = "mirrored"): MirrorFact {
  return {
    ...{ kind: "message", revision: 1, writtenAt: null },
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
  expect(messages.superoffice[0]?.delivery).toEqual({ of: "message", word: "on its way", reason: null });
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
    ...{ kind: "message", revision: 1, writtenAt: null },
    source: { desk: "requestor", messageId: 90 },
    target: { desk: "superoffice", messageId: 2 },
    state: "mirrored",
    reason: null,
  };
  const { messages } = conversationView(held, [mirror(1, 91), back]);
  expect(messages.superoffice.map(({ id }) => id)).toEqual([1, 2]);
  expect(messages.requestor.map(({ id }) => id)).toEqual([91, 90]);
});

test("an edit made in place marks both sides, and is on its way until then", () => {
  const held = { superoffice: [{ ...message(1), edited: true }], requestor: [message(91, true)] };
  const edit: MirrorFact = { ...mirror(1, null, "pending"), kind: "edit", revision: 2 };
  // The bridge tells the latest first.
  const before = conversationView(held, [edit, mirror(1, 91)]);
  expect(before.messages.superoffice[0]?.delivery).toEqual({ of: "edit", word: "on its way", reason: null });
  expect(before.messages.requestor[0]?.edited).toBe(false);
  expect(before.tally).toEqual({ pairs: 1, waiting: 1, doubled: 0 });
  const after = conversationView(held, [{ ...edit, state: "mirrored" }, mirror(1, 91)]);
  expect(after.messages.superoffice[0]).toMatchObject({ edited: true, delivery: null });
  expect(after.messages.requestor[0]).toMatchObject({ edited: true, twin: 1 });
  expect(after.tally).toEqual({ pairs: 1, waiting: 0, doubled: 0 });
});

test("a correction leads to its original, stands where it was made known, and is no pair and no double", () => {
  const [first, second, third] = ["2026-01-02T03:00:00Z", "2026-01-02T04:00:00Z", "2026-01-02T05:00:00Z"];
  const held = {
    superoffice: [message(1, false, first), message(2, false, second)],
    requestor: [message(91, true, first), message(92, true, second), message(93, true, third)],
  };
  const edit: MirrorFact = { ...mirror(1, 93), kind: "edit", revision: 2 };
  const { messages, tally } = conversationView(held, [edit, mirror(2, 92), mirror(1, 91)]);
  expect(messages.requestor.map(({ id }) => id)).toEqual([91, 92, 93]);
  expect(messages.requestor[2]).toMatchObject({ tells: "edit", twin: 1, edited: false });
  expect(messages.requestor[0]).toMatchObject({ tells: null, edited: false });
  expect(messages.superoffice[0]?.twin).toBe(91);
  expect(tally).toEqual({ pairs: 2, waiting: 0, doubled: 0 });
});

test("a copy that came after the bridge was asked is no double yet", () => {
  const held = { superoffice: [message(1)], requestor: [message(91, true), message(92, true)] };
  const { tally } = conversationView(held, [mirror(1, 91)], (_desk, id) => id !== 92);
  expect(tally.doubled).toBe(0);
});

test("a message that its helpdesk forgot is shown as deleted once the bridge knows of it", () => {
  const held = { superoffice: [], requestor: [message(91, true), message(92, true)] };
  const first = { ...mirror(1, 91), writtenAt: "2026-01-02T03:00:00Z" };
  expect(conversationView(held, [first]).messages.superoffice).toEqual([]);
  const deletion: MirrorFact = { ...mirror(1, 92), kind: "deletion", revision: 2 };
  const { messages } = conversationView(held, [first, deletion]);
  expect(messages.superoffice).toMatchObject([{ id: 1, deleted: true, twin: 91, at: "2026-01-02T03:00:00Z" }]);
  expect(messages.requestor[1]).toMatchObject({ tells: "deletion", twin: 1 });
});
