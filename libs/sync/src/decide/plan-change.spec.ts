import type { MessageId } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import type { SourceChange } from "../ports/capture-store.ts";
import { planChange, type StandingRevision, type StandingSource } from "./plan-change.ts";

const revision = (given: Partial<StandingRevision> = {}): StandingRevision => ({
  ...{ mirrorId: "1", revision: 1, kind: "message", state: "mirrored", carriedHash: "old" },
  ...given,
});
const source = (revisions: StandingRevision[], given: Partial<StandingSource> = {}): StandingSource => ({
  ...{ seenVersion: "v1", gone: false, leased: false, revisions },
  ...given,
});
const change = (given: Partial<SourceChange> = {}): SourceChange => ({
  ...{ id: "5" as MessageId, version: "v2", standing: "there", follow: true, visibility: null, copy: null },
  ...{ carriedHash: "new" },
  ...given,
});
const edit = (given: Partial<StandingRevision> = {}) =>
  revision({ mirrorId: "2", revision: 2, kind: "edit", state: "pending", carriedHash: null, ...given });

const changed = "Its source changed before it was sent.";

describe("what a change of a captured message asks for", () => {
  it.each([
    ["a new row", [revision()], change(), { kind: "add", row: "edit", revision: 2 }],
    ["nothing, if it says what was carried", [revision()], change({ carriedHash: "old" }), { kind: "note" }],
    ["nothing, if nobody follows it", [revision()], change({ follow: false }), { kind: "note" }],
    ["nothing of one that was skipped", [revision({ state: "skipped" })], change(), { kind: "note" }],
    ["nothing of one that a person has to look at", [revision({ state: "held" })], change(), { kind: "note" }],
    [
      "the newer copy for an edit that waits",
      [revision(), edit()],
      change(),
      { kind: "refresh", mirrorId: "2", reopen: false, detail: changed },
    ],
    [
      "another try of a held edit",
      [revision(), edit({ state: "held", carriedHash: "x" })],
      change(),
      { kind: "refresh", mirrorId: "2", reopen: true, detail: changed },
    ],
    [
      "nothing of a held edit that says it already",
      [revision(), edit({ state: "held", carriedHash: "new" })],
      change(),
      { kind: "note" },
    ],
    [
      "a row behind an edit that is under way",
      [revision(), edit({ state: "uncertain", carriedHash: "x" })],
      change(),
      { kind: "add", row: "edit", revision: 3 },
    ],
    [
      "nothing, if an edit under way carries it",
      [revision(), edit({ state: "sending", carriedHash: "new" })],
      change(),
      { kind: "note" },
    ],
    [
      "a row where what was carried is not known",
      [revision({ carriedHash: null })],
      change(),
      { kind: "add", row: "edit", revision: 2 },
    ],
    [
      "a row of the deletion",
      [revision()],
      change({ standing: "deleted" }),
      { kind: "add", row: "deletion", revision: 2 },
    ],
    ["nothing of one that was only moved", [revision()], change({ standing: "elsewhere" }), { kind: "note" }],
    [
      "that a message which waits is read again when it is deleted",
      [revision({ state: "pending", carriedHash: null })],
      change({ standing: "deleted" }),
      { kind: "refresh", mirrorId: "1", reopen: false, detail: changed },
    ],
    [
      "a row of the deletion behind a message that waits with its edit, whose copy may be sent for it",
      [revision({ state: "pending", carriedHash: null }), edit()],
      change({ standing: "deleted" }),
      { kind: "add", row: "deletion", revision: 3 },
    ],
  ] as const)("is %s", (_what, revisions, given, plan) => {
    expect(planChange(source([...revisions]), given)).toEqual(plan);
  });

  it("is a row more while a worker has the lane, for it may be sending the older form", () => {
    const pending = revision({ state: "pending", carriedHash: null });
    expect(planChange(source([pending], { leased: true }), change())).toMatchObject({ kind: "add", row: "edit" });
    const deleted = change({ standing: "deleted" });
    expect(planChange(source([pending], { leased: true }), deleted)).toMatchObject({ kind: "add", row: "deletion" });
    const back = change({ carriedHash: "old" });
    expect(planChange(source([revision(), edit()], { leased: true }), back)).toMatchObject({
      kind: "add",
      row: "edit",
    });
  });

  it("is nothing where another reading has captured the same version meanwhile", () => {
    const captured = source([revision(), edit()], { leased: true, seenVersion: "v2" });
    expect(planChange(captured, change())).toEqual({ kind: "note" });
  });

  it("is the message itself, whatever the policy, where it was skipped as gone and is seen again (P1)", () => {
    const back = {
      kind: "refresh",
      mirrorId: "1",
      reopen: true,
      detail: "Its source, which was gone, is there again.",
    };
    const skipped = source([revision({ state: "skipped", carriedHash: null })], { gone: true });
    expect(planChange(skipped, change({ version: "v1", follow: false }))).toEqual(back);
    expect(planChange(skipped, change({ standing: "deleted" }))).toEqual({ kind: "note" });
    expect(planChange(skipped, change({ standing: "elsewhere" }))).toEqual({ kind: "note" });
    expect(planChange(skipped, change({ version: null }))).toEqual({ kind: "note" });
    expect(planChange(skipped, change({ version: null, visibility: "public" }))).toEqual(back);
    expect(planChange({ ...skipped, gone: false }, change())).toEqual({ kind: "note" });
  });

  it("is told once of a deletion, and taken for what stands there where nothing was ever known", () => {
    expect(planChange(source([revision()], { gone: true }), change({ standing: "deleted" }))).toEqual({ kind: "note" });
    const unknown = source([revision({ carriedHash: null })], { seenVersion: null });
    expect(planChange(unknown, change())).toEqual({ kind: "baseline" });
  });
});
