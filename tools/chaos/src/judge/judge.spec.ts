import { describe, expect, it } from "vitest";

import type { Evidence, Holding, Standing, Told, TraceLine } from "./account.ts";
import { judge } from "./judge.ts";

const start = 1_000_000;
const settleMs = 4_000;

/** Three messages from SuperOffice's ticket 1, which belongs to Requestor's ticket 11; the second one is internal. */
const told: readonly Told[] = [1, 2, 3].map((place) => ({
  token: `tb${place}q`,
  side: "superoffice",
  messageId: 100 + place,
  ticketId: 1,
  targetTicketId: 11,
  place,
  at: start + place * 1_000,
  visibility: [{ at: start + place * 1_000, internal: place === 2 }],
  ...{ files: [], shows: null, editedTo: null },
}));

const originals: readonly Holding[] = told.map(({ token, messageId, visibility }) => ({
  side: "superoffice",
  ticketId: 1,
  messageId,
  text: `<p>${token}</p>\n${token}`,
  internal: visibility[0]?.internal ?? false,
  files: [],
  writtenAt: null,
}));

function mirrorOf(place: number, change: Partial<Holding> = {}): Holding {
  return {
    side: "requestor",
    ticketId: 11,
    messageId: 200 + place,
    text: `From SuperOffice: tb${place}q`,
    internal: place === 2,
    files: [],
    writtenAt: start + place * 1_000 + 300,
    ...change,
  };
}

const mirrors = [mirrorOf(1), mirrorOf(2), mirrorOf(3)];

function standing(place: number, state: string, reason: string | null = null): Standing {
  return {
    kind: "message",
    mirrorId: `m${place}`,
    side: "superoffice",
    messageId: 100 + place,
    targetId: null,
    state,
    reason,
  };
}

function verdictOn(change: Partial<Evidence> & { mirrors?: readonly Holding[] }) {
  const holdings = change.holdings ?? [...originals, ...(change.mirrors ?? mirrors)];
  return judge({ told, tickets: [], standings: [], traces: new Map(), sent: 0, settleMs, ...change, holdings });
}

const breachesOf = (change: Parameters<typeof verdictOn>[0]) =>
  verdictOn(change).findings.map(({ breach, told: message }) => [breach, message?.token ?? null]);

describe("the judge", () => {
  it("finds nothing where every message stands once, and tells the worst delay", () => {
    const verdict = verdictOn({ mirrors: [mirrorOf(1), mirrorOf(2), mirrorOf(3, { writtenAt: start + 10_000 })] });
    expect(verdict).toMatchObject({
      findings: [],
      mirrored: 3,
      uncertain: 0,
      slowest: { told: { token: "tb3q" }, delayMs: 7_000 },
    });
  });

  it("calls a message lost that is nowhere and of which the bridge knows nothing", () => {
    expect(breachesOf({ mirrors: [mirrorOf(1), mirrorOf(2)] })).toEqual([["lost", "tb3q"]]);
  });

  it.each(["pending", "sending", "skipped", "mirrored"])("calls a missing message lost that is %s", (state) => {
    const standings = [standing(3, state, "whatever")];
    expect(breachesOf({ mirrors: [mirrorOf(1), mirrorOf(2)], standings })).toEqual([["lost", "tb3q"]]);
  });

  it("counts a held message apart only when a person is told why", () => {
    const without3 = [mirrorOf(1), mirrorOf(2)];
    const held = verdictOn({ mirrors: without3, standings: [standing(3, "held", "Ticket INC-000047 is full.")] });
    expect(held.findings).toEqual([]);
    expect([...held.held]).toEqual([["Ticket … is full.", 1]]);
    expect(breachesOf({ mirrors: without3, standings: [standing(3, "held")] })).toEqual([["lost", "tb3q"]]);
  });

  it("counts an uncertain message apart", () => {
    const standings = [standing(3, "uncertain", "It may still appear.")];
    expect(verdictOn({ mirrors: [mirrorOf(1), mirrorOf(2)], standings })).toMatchObject({ findings: [], uncertain: 1 });
  });

  it("calls a message doubled that stands twice where it belongs, whatever the bridge says", () => {
    const standings = [standing(1, "held", "doubled")];
    expect(breachesOf({ mirrors: [...mirrors, mirrorOf(1, { messageId: 299 })], standings })).toEqual([
      ["doubled", "tb1q"],
    ]);
  });

  it("does not take one message for another whose token it begins with", () => {
    const eleventh = { ...mirrorOf(3), messageId: 204, text: "tb11q" };
    expect(breachesOf({ mirrors: [...mirrors, eleventh] })).toEqual([]);
  });

  it("calls a public mirror of an internal message leaked", () => {
    expect(breachesOf({ mirrors: [mirrorOf(1), mirrorOf(2, { internal: false }), mirrorOf(3)] })).toEqual([
      ["leaked", "tb2q"],
    ]);
  });

  it("calls a message leaked that stands on somebody else's ticket", () => {
    const stray = mirrorOf(2, { ticketId: 12, messageId: 250 });
    expect(breachesOf({ mirrors: [...mirrors, stray] })).toEqual([["leaked", "tb2q"]]);
  });

  it("calls mirrors out of order that stand otherwise than people wrote", () => {
    const swapped = [mirrorOf(1), mirrorOf(2, { messageId: 203 }), mirrorOf(3, { messageId: 202 })];
    expect(breachesOf({ mirrors: swapped })).toEqual([["out of order", "tb2q"]]);
  });

  it("lets a message that became visible late stand by its id or by its time", () => {
    const late = told.map((message) => (message.place === 1 ? { ...message, place: 9 } : message));
    const appended = [mirrorOf(1, { messageId: 209 }), mirrorOf(2), mirrorOf(3)];
    expect(breachesOf({ told: late, mirrors: appended })).toEqual([]);
    expect(breachesOf({ told: late })).toEqual([]);
  });

  it("counts every e-mail that the bridge caused", () => {
    expect(breachesOf({ sent: 2 })).toEqual([
      ["e-mailed", null],
      ["e-mailed", null],
    ]);
  });

  it("calls a message echoed that came back to its own side", () => {
    const echo: Holding = { ...mirrorOf(1), side: "superoffice", ticketId: 1, messageId: 150 };
    expect(breachesOf({ mirrors: [...mirrors, echo] })).toEqual([["echoed", "tb1q"]]);
  });

  it("calls something echoed that the bridge wrote and nobody said", () => {
    expect(breachesOf({ mirrors: [...mirrors, mirrorOf(1, { messageId: 260, text: "An empty mirror" })] })).toEqual([
      ["echoed", null],
    ]);
  });
});

describe("the judge of a message that a person made internal later", () => {
  const changedAt = start + 1_500;
  const changed = told.map((message) =>
    message.place === 1
      ? { ...message, visibility: [...message.visibility, { at: changedAt, internal: true }] }
      : message,
  );
  const standings = [standing(1, "mirrored")];
  const shownAt = (writtenAt: number, trace: readonly TraceLine[] = []) =>
    verdictOn({
      told: changed,
      standings,
      mirrors: [mirrorOf(1, { writtenAt }), mirrorOf(2), mirrorOf(3)],
      traces: new Map([["m1", trace]]),
    });
  const line = (what: string, at: number): TraceLine => ({ what, at, detail: "" });

  it("finds nothing when it was shown before", () => {
    expect(shownAt(changedAt - 1)).toMatchObject({ findings: [], shownInTime: 0 });
  });

  it("counts it apart while the bridge's copy was still good", () => {
    expect(shownAt(changedAt + 30_000, [line("sending", changedAt + 29_900)])).toMatchObject({
      findings: [],
      shownInTime: 1,
    });
  });

  it("calls it leaked when the copy was too old", () => {
    expect(shownAt(changedAt + 70_000).findings).toMatchObject([{ breach: "leaked" }]);
  });

  it("calls it leaked when an attempt failed after the change, because every retry reads again", () => {
    const trace = [
      line("sending", changedAt - 500),
      line("uncertain", changedAt + 100),
      line("sending", changedAt + 5_000),
    ];
    expect(shownAt(changedAt + 5_100, trace).findings).toMatchObject([{ breach: "leaked" }]);
  });

  it("does not blame the second attempt for what the first one wrote late", () => {
    const trace = [
      line("sending", changedAt - 500),
      line("uncertain", changedAt + 100),
      line("sending", changedAt + 900),
    ];
    expect(shownAt(changedAt + 1_000, trace)).toMatchObject({ findings: [], shownInTime: 1 });
  });

  it("finds nothing when it was made public again before it was shown", () => {
    const again = changed.map((message) => ({
      ...message,
      visibility: [...message.visibility, { at: changedAt + 100, internal: message.place === 2 }],
    }));
    const late = [mirrorOf(1, { writtenAt: changedAt + 90_000 }), mirrorOf(2), mirrorOf(3)];
    expect(verdictOn({ told: again, standings, mirrors: late }).findings).toEqual([]);
  });
});
