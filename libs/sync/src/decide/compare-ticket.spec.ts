import type { MessageId } from "@ticket-bridge/helpdesk";
import { carriedHash } from "@ticket-bridge/mapping";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { ComparedTicket } from "../testing/compared-ticket.ts";
import { compareTicket } from "./compare-ticket.ts";

const mirrorOf = (id: MessageId) => String(Number(id) + 100) as MessageId;

describe.each(["requestor", "superoffice"] as const)("comparing the messages of %s with their mirrors", (source) => {
  const scene = () => new ComparedTicket(source);

  it("finds that a message and its mirror agree", () => {
    const ticket = scene();
    ticket.mirrored("Hello");
    ticket.mirrored("A note", "internal");
    const { should, agree, findings } = compareTicket(ticket.facts());
    expect({ should, agree, findings }).toEqual({ should: 2, agree: 2, findings: [] });
  });

  it("calls a leak what is internal at its source and public as a mirror", () => {
    const ticket = scene();
    const id = ticket.mirrored("A note", "internal");
    ticket.change(ticket.target, mirrorOf(id), { visibility: "public" });
    const [finding] = compareTicket(ticket.facts()).findings;
    expect(finding).toMatchObject({ class: "differs", leak: true, told: false, messageId: id });
  });

  it.each(["held", "skipped"] as const)("raises no alarm where a %s row tells that it became internal", (state) => {
    const ticket = scene();
    const id = ticket.mirrored("Said too much");
    const now = ticket.change(source, id, { visibility: "internal" });
    ticket.row(id, { revision: 2, state, reason: "It became internal.", carriedHash: carriedHash(now) });
    const { findings, agree } = compareTicket(ticket.facts());
    expect(findings.filter(({ leak, told }) => leak || !told)).toEqual([]);
    expect(agree).toBe(state === "held" ? 0 : 1);
  });

  it("calls it a leak when it became internal behind a row that was skipped for another change", () => {
    const ticket = scene();
    const id = ticket.mirrored("Said too much");
    const edited = ticket.change(source, id, { content: { format: "plain", text: "Said more" } });
    ticket.row(id, { revision: 2, state: "skipped", reason: "By hand.", carriedHash: carriedHash(edited) });
    ticket.change(source, id, { visibility: "internal" });
    expect(compareTicket(ticket.facts()).findings).toMatchObject([{ leak: true, heal: "capture-change" }]);
  });

  it("waits for what is on its way, and for what moved while it was read", () => {
    const ticket = scene();
    const before = ticket.map;
    const id = ticket.mirrored("Mirrored after the first look");
    ticket.change(ticket.target, mirrorOf(id), { visibility: "public", content: { format: "plain", text: "else" } });
    ticket.row(ticket.written("Captured").id, {});
    const { should, waiting, findings } = compareTicket(ticket.facts(before));
    expect({ should, waiting, findings }).toEqual({ should: 0, waiting: 2, findings: [] });
  });

  it("finds what nobody captured, and leaves out what stood there before linking", () => {
    const ticket = scene();
    const { id } = ticket.written("Missed");
    ticket.present[source].push(ticket.written("History").id);
    expect(compareTicket(ticket.facts())).toMatchObject({
      should: 1,
      findings: [{ class: "only-source", messageId: id, heal: "capture" }],
    });
  });

  it("finds a mirror that somebody removed, and one whose source is gone without a word", () => {
    const ticket = scene();
    const lost = ticket.mirrored("Its mirror is removed");
    ticket.messages[ticket.target].delete(mirrorOf(lost));
    const gone = ticket.mirrored("It is removed itself");
    ticket.messages[source].delete(gone);
    const told = ticket.mirrored("Its deletion was told");
    ticket.messages[source].delete(told);
    ticket.row(told, { revision: 2, kind: "deletion", state: "mirrored" });
    expect(compareTicket(ticket.facts())).toMatchObject({
      should: 2,
      findings: [
        { class: "only-source", messageId: lost },
        { class: "only-target", messageId: gone },
      ],
    });
  });

  it("finds a mirror whose words or whose visibility somebody changed", () => {
    const ticket = scene();
    const reworded = ticket.mirrored("The price is ten");
    const standing = ticket.messages[ticket.target].get(mirrorOf(reworded))?.content;
    const text = standing?.text.replace("ten", "twenty") ?? "";
    ticket.change(ticket.target, mirrorOf(reworded), { content: { format: "plain", text } });
    const hidden = ticket.mirrored("For all");
    ticket.change(ticket.target, mirrorOf(hidden), { visibility: "internal" });
    expect(compareTicket(ticket.facts()).findings).toMatchObject([
      { class: "differs", messageId: reworded, leak: false },
      { class: "differs", messageId: hidden, leak: false },
    ]);
  });

  it("finds an edit that nobody captured, unless edits are ignored", () => {
    const ticket = scene();
    const id = ticket.mirrored("Before");
    ticket.change(source, id, { content: { format: "plain", text: "After" } });
    expect(compareTicket(ticket.facts()).findings).toMatchObject([{ class: "differs", heal: "capture-change" }]);
    ticket.policy = { edits: "ignore", deletes: "note" };
    expect(compareTicket(ticket.facts())).toMatchObject({ agree: 1, findings: [] });
  });

  it("counts a held message as one that should stand there, and a skipped one as none", () => {
    const ticket = scene();
    ticket.row(ticket.written("Too large").id, { state: "held", reason: "Too large." });
    ticket.row(ticket.written("A bounce").id, { state: "skipped", reason: "A bounce." });
    expect(compareTicket(ticket.facts())).toMatchObject({
      should: 1,
      agree: 0,
      findings: [{ class: "error", told: true, reason: "Too large." }],
    });
  });

  it("tells of a message that cannot be read instead of taking it for gone", () => {
    const ticket = scene();
    const id = ticket.mirrored("Unreadable");
    ticket.messages[source].delete(id);
    ticket.unreadable.set(id, "It was refused.");
    expect(compareTicket(ticket.facts()).findings).toMatchObject([{ class: "error", reason: "It was refused." }]);
  });

  it("takes a mirror that a person named as it is, but not where customers read what is internal", () => {
    const ticket = scene();
    const id = ticket.mirrored("The bridge's words", "internal");
    ticket.change(ticket.target, mirrorOf(id), { content: { format: "plain", text: "A person's" }, marker: null });
    expect(compareTicket(ticket.facts()).findings).toEqual([]);
    ticket.change(ticket.target, mirrorOf(id), { visibility: "public" });
    expect(compareTicket(ticket.facts()).findings).toMatchObject([{ leak: true }]);
  });
});

describe("whatever the two tickets hold", () => {
  const changes = fc.array(
    fc.record({
      text: fc.string(),
      was: fc.constantFrom("public", "internal"),
      source: fc.constantFrom("public", "internal", "gone"),
      target: fc.constantFrom("public", "internal", "gone"),
      row: fc.constantFrom("mirrored", "pending", "sending", "uncertain", "held", "skipped"),
      edit: fc.constantFrom(null, "pending", "sending", "uncertain", "held", "skipped"),
    }),
    { maxLength: 8 },
  );
  const build = (given: typeof changes extends fc.Arbitrary<infer Value> ? Value : never): ComparedTicket => {
    const ticket = new ComparedTicket();
    for (const { text, was, source, target, row, edit } of given) {
      const id = ticket.mirrored(text, was);
      for (const [side, of, to] of [
        ["requestor", id, source],
        ["superoffice", mirrorOf(id), target],
      ] as const) {
        if (to === "gone") ticket.messages[side].delete(of);
        else ticket.change(side, of, { visibility: to });
      }
      const last = ticket.rows.at(-1);
      if (last !== undefined) ticket.rows[ticket.rows.length - 1] = { ...last, state: row };
      const now = ticket.messages.requestor.get(id);
      if (edit === null || row !== "mirrored" || now === undefined) continue;
      ticket.row(id, { kind: "edit", revision: 2, state: edit, carriedHash: carriedHash(now) });
    }
    return ticket;
  };

  it("every message is counted once, by a class that is its own", () => {
    fc.assert(
      fc.property(changes, (given) => {
        const { should, agree, waiting, classes, findings } = compareTicket(build(given).facts());
        expect(Object.values(classes).reduce((sum, count) => sum + count, 0)).toBe(should);
        expect(agree + findings.length).toBe(should);
        expect(should + waiting).toBeLessThanOrEqual(given.length);
      }),
    );
  });

  it("a leak is called where customers read what crossed as internal, or what became so untold, and nowhere else", () => {
    fc.assert(
      fc.property(changes, (given) => {
        const leaks = compareTicket(build(given).facts()).findings.filter(({ leak }) => leak);
        const expected = given.filter(({ was, source, target, row, edit }) => {
          if (target !== "public" || row !== "mirrored") return false;
          if (was === "internal") return source !== "public";
          return source === "internal" && edit === null;
        });
        expect(leaks).toHaveLength(expected.length);
      }),
    );
  });

  it("nothing is found of rows that moved while both sides were read", () => {
    fc.assert(
      fc.property(changes, (given) => {
        const ticket = build(given);
        const before = { ...ticket.map, rows: ticket.map.rows.map((row) => ({ ...row, attempts: 1 })) };
        expect(compareTicket(ticket.facts(before)).findings).toEqual([]);
      }),
    );
  });
});
