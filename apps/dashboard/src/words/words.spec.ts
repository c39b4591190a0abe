import { describe, expect, it } from "vitest";

import { ProblemError, reasonOf } from "../api/problem-error.ts";
import type { MirrorKind, MirrorState } from "../api/shapes.ts";
import { chartRows } from "./chart-rows.ts";
import { differencesOf } from "./differences.ts";
import { linkStanding, waitingLanes } from "./link-standing.ts";
import { notMirrored, visibilityUnknown, withoutMirror } from "./mirror-place.ts";
import { bytes, countOf, percent } from "./numbers.ts";
import { pausedWords, type Obstacles } from "./obstacles.ts";
import { readPairs } from "./pairs.ts";
import { rowIdOf } from "./row-ids.ts";
import { runOptions } from "./runs.ts";
import { mirrorKinds } from "./states.ts";
import { ago, duration, exactTime, inTimeField, instantOf, shortTime } from "./times.ts";
import { answerOf, laterThan, traceStep } from "./trace.ts";
import { refusedSince, whyUnheard } from "./webhooks.ts";

describe("numbers in words", () => {
  it("say 100 % only when nothing is missing", () => {
    expect([1, 0.99996, 0.5, 0, null].map(percent)).toEqual(["100 %", "99.9 %", "50.0 %", "0.0 %", "–"]);
  });

  it("count one and many", () => {
    expect([countOf(1, "message"), countOf(1_234, "message"), countOf(0, "copy", "copies")]).toEqual([
      "1 message",
      "1,234 messages",
      "0 copies",
    ]);
    expect([bytes(12), bytes(20_480), bytes(25_000_000), bytes(null)]).toEqual(["12 B", "20.5 kB", "25 MB", "–"]);
  });
});

describe("what has no mirror", () => {
  const standing = (kind: MirrorKind, state: MirrorState) => [withoutMirror({ kind, state }), notMirrored({ state })];

  it("is waited for only where one is to come", () => {
    expect(standing("message", "held")).toEqual(["None yet", "Not yet"]);
    expect(standing("edit", "pending")).toEqual(["Not changed yet", "Not yet"]);
    expect(standing("message", "uncertain")).toEqual(["Not known yet", "Not yet"]);
    for (const kind of mirrorKinds) expect(standing(kind, "skipped").join()).not.toMatch(/\byet\b/);
    expect(["skipped", "held"].map((state) => visibilityUnknown({ state: state as MirrorState }))).toEqual([
      "Not known",
      "Not known yet",
    ]);
  });

  it("is changed in its place, of an edit that was written into the message’s mirror", () => {
    expect(withoutMirror({ kind: "edit", state: "mirrored" })).toContain("changed in its place");
  });
});

it("a run's options are a sentence, of one ticket and of many", () => {
  const asked = (kind: "ids" | "pairs" | "linked", count: number | null) =>
    runOptions({
      options: {
        ...{ from: "both", since: null, until: null, createTickets: false, adopt: true, maxRps: null, concurrency: 4 },
        tickets: { kind, count },
      },
    });
  expect([asked("pairs", 1), asked("ids", 2), asked("linked", null)]).toEqual([
    "Messages of both sides of 1 given pair; copies made by hand are adopted.",
    "Messages of both sides of 2 given tickets; copies made by hand are adopted.",
    "Messages of both sides of all linked tickets; copies made by hand are adopted.",
  ]);
});

it("a refusal is told in the bridge's own sentence, which names the field", () => {
  const detail = "name must be a name of at most 40 characters.";
  expect(reasonOf(new ProblemError(400, { status: 400, field: "name", detail }))).toBe(detail);
  expect(reasonOf(new ProblemError(502, undefined))).toBe("The bridge answered with status 502.");
});

it("without an answer a view says that it is read again, and an act that it is not known whether it was done", () => {
  const away = new TypeError("Failed to fetch");
  expect(reasonOf(away)).toBe("The bridge cannot be reached. It is tried again by itself.");
  expect(reasonOf(away, "ask")).toBe("The bridge cannot be reached. Try again in a while.");
  expect(reasonOf(away, "act")).toBe(
    "The bridge did not answer. Once it does, what is shown here and the log tell whether this was done.",
  );
});

describe("times in words", () => {
  it("name the two largest units at most", () => {
    const spans = [850, 1_234, 42_000, 3 * 60_000, 2 * 3_600_000 + 5 * 60_000, 24 * 3_600_000, 49 * 3_600_000];
    expect(spans.map(duration)).toEqual(["850 ms", "1.2 s", "42 s", "3 min", "2 h 5 min", "1 d", "2 d 1 h"]);
  });

  it("are told alike wherever they are exact, with the zone where it is asked for", () => {
    const at = "2026-03-01T12:05:07.000Z";
    expect(shortTime(at)).toMatch(/^2026-0[23]-\d\d \d\d:\d\d:07$/);
    expect(exactTime(at).slice(0, 20)).toBe(`${shortTime(at)} `);
    expect(exactTime(at).slice(20)).toMatch(/^[A-Z]/);
  });

  it("are now within a second, also where the bridge's clock is a little ahead", () => {
    const now = Date.parse("2026-03-01T12:00:00Z");
    expect(ago("2026-03-01T12:00:02Z", now)).toBe("now");
    expect(ago("2026-03-01T11:59:48Z", now)).toBe("12 s ago");
    expect(ago("2026-03-01T11:00:00Z", now)).toBe("1 h ago");
  });
});

describe("webhooks in words", () => {
  const [earlier, later] = ["2026-03-01T11:00:00.000Z", "2026-03-01T12:00:00.000Z"];
  const heard = { isSecretSet: true, heardAt: earlier, refusedAt: null };

  it("tell why nothing was heard, if nothing was", () => {
    expect(whyUnheard(heard)).toBe(null);
    expect(whyUnheard({ ...heard, heardAt: null })).toBe("Never heard");
    expect(whyUnheard({ ...heard, isSecretSet: false })).toBe("Off, no secret set");
  });

  it("warn of calls that were refused after the last good one alone, while any is heard", () => {
    expect(refusedSince(heard)).toBe(null);
    expect(refusedSince({ ...heard, refusedAt: later })).toBe(later);
    expect(refusedSince({ ...heard, heardAt: later, refusedAt: earlier })).toBe(null);
    expect(refusedSince({ ...heard, heardAt: null, refusedAt: earlier })).toBe(earlier);
    expect(refusedSince({ ...heard, isSecretSet: false, refusedAt: later })).toBe(null);
  });
});

it("an address names a row by a number, and anything else names none", () => {
  expect(["17", "abc", "0", "1".repeat(19), "", null].map(rowIdOf)).toEqual(["17", null, null, null, null, null]);
});

it("a moment goes into the browser's field and comes back, and what is none is left empty", () => {
  const moment = instantOf("2026-03-01T12:05");
  expect(moment).toMatch(/^2026-0[23]-\d\dT.*Z$/);
  expect(inTimeField(moment)).toBe("2026-03-01T12:05");
  expect([inTimeField(null), inTimeField("yesterday"), instantOf(""), instantOf(null)]).toEqual(["", "", null, null]);
});

describe("whether a link runs", () => {
  const lane = {
    direction: "superoffice-to-requestor",
    pending: 0,
    uncertain: 0,
    held: 0,
    mirrored: 0,
    skipped: 0,
  } as const;
  const none = { pausedSides: [], troubles: { superoffice: null, requestor: null }, observes: false } as const;
  const standingOf = (more: object, obstacles: Partial<Obstacles> = {}, paused = false) => {
    const link = { paused, lanes: [{ ...lane, reason: null, stopped: false, ...more }] };
    return linkStanding(link, { ...none, ...obstacles });
  };

  it.each([
    ["in-step", {}, false],
    ["under-way", { pending: 22 }, false],
    ["waiting", { reason: "SuperOffice is away." }, false],
    ["waiting", { uncertain: 1 }, false],
    ["gap", { held: 1, reason: "SuperOffice is away." }, false],
    ["stopped", { held: 1, reason: "The ticket is gone.", stopped: true }, false],
    ["paused", { reason: "The ticket is gone.", stopped: true }, true],
  ])("is %s", (standing, more, paused) => {
    expect(standingOf(more, {}, paused)).toBe(standing);
  });

  it("is never in step while a side is paused, of which nobody knows what was written there", () => {
    const paused = { pausedSides: ["requestor"] } as const;
    expect(standingOf({ pending: 22 }, paused)).toBe("side-paused");
    expect(standingOf({}, paused)).toBe("side-paused");
    expect(standingOf({ held: 1 }, paused)).toBe("gap");
    expect(standingOf({ pending: 22 }, paused, true)).toBe("paused");
    expect(pausedWords(paused)).toBe("Requestor is paused.");
  });

  it("waits with the reason that holds up all tickets, where something of its own is held up by it", () => {
    const troubles = { superoffice: null, requestor: "Requestor answered 503." };
    expect(standingOf({}, { troubles })).toBe("in-step");
    expect(standingOf({ pending: 1 }, { troubles })).toBe("waiting");
    const lanes = [{ ...lane, reason: null, stopped: false, pending: 1 }];
    expect(waitingLanes(lanes, { ...none, troubles })).toEqual([
      { direction: lane.direction, reason: "Requestor answered 503." },
    ]);
    expect(waitingLanes(lanes, { ...none, observes: true })[0]?.reason).toMatch(/MODE=observe/);
  });
});

describe("pairs of tickets that a person wrote", () => {
  it("are two ids a line, whatever stands between them", () => {
    expect(readPairs("734 47\n\n735,48\r\n 736 ; 49 ")).toEqual([
      { superofficeTicketId: "734", requestorTicketId: "47" },
      { superofficeTicketId: "735", requestorTicketId: "48" },
      { superofficeTicketId: "736", requestorTicketId: "49" },
    ]);
    expect(readPairs("")).toEqual([]);
  });

  it.each(["734", "734 47 5", "INC-000047 734", "734 x"])("are refused whole for a line like %s", (line) => {
    expect(readPairs(`1 2\n${line}`)).toBeNull();
  });
});

it("what came of a call is its status, or that no answer came once it is over", () => {
  expect(answerOf("attempt-failed", 503)).toBe("Status 503");
  expect(answerOf("uncertain", null)).toBe("No answer");
  expect(answerOf("sending", null)).toBeNull();
});

it("a step of a trace that the page does not know is told by its own name", () => {
  expect(traceStep("read-back-found")).toEqual({ word: "Found on the other side", tone: "good" });
  expect(traceStep("read-back-nothing")).toEqual({ word: "Looked for, not found", tone: "wait" });
  expect(traceStep("decided")).toEqual({ word: "Decided", tone: "quiet" });
  expect(traceStep("something-new")).toEqual({ word: "Something new", tone: "quiet" });
});

it("a step of a trace comes so long after the end of the one before it, and never before it", () => {
  const at = (seconds: number) => `2026-03-01T12:00:${String(seconds).padStart(2, "0")}Z`;
  const looks = { at: at(5), lastAt: at(40) };
  expect(laterThan(looks, { at: at(43) })).toBe("3.0 s later");
  expect(laterThan({ ...looks, lastAt: null }, { at: at(17) })).toBe("12 s later");
  expect(laterThan(looks, { at: at(39) })).toBe("0 ms later");
});

it("both directions' counts stand beside each other in the chart, bucket by bucket", () => {
  const buckets = (counts: number[]) =>
    counts.map((count, minute) => ({ from: `2026-03-01T12:0${minute}:00Z`, count }));
  const rows = chartRows({
    span: "hour",
    bucketMinutes: 1,
    directions: [
      { direction: "requestor-to-superoffice", buckets: buckets([1, 2]) },
      { direction: "superoffice-to-requestor", buckets: buckets([3, 4]) },
    ],
  });
  expect(rows).toMatchObject([
    { "requestor-to-superoffice": 1, "superoffice-to-requestor": 3 },
    { "requestor-to-superoffice": 2, "superoffice-to-requestor": 4 },
  ]);
});

describe("differences between two texts", () => {
  const shown = (source: string, mirror: string) => {
    const found = differencesOf(source, mirror);
    const marked = (pieces: readonly { text: string; isOnlyHere: boolean }[] = []) =>
      pieces.map(({ text, isOnlyHere }) => (isOnlyHere ? `[${text}]` : text)).join("");
    return [marked(found?.source), marked(found?.mirror), found?.places];
  };

  it("are marked word by word on either side", () => {
    expect(shown("The printr is dead.", "The printer is dead, again.")).toEqual([
      "The [printr] is dead.",
      "The [printer] is dead[, again].",
      2,
    ]);
  });

  it("are none where only white space differs, and are found in scripts without spaces", () => {
    expect(shown("One\n\ntwo", "One two")[2]).toBe(0);
    expect(shown("打印机坏了", "打印机很好")[0]).toMatch(/^打印机/);
  });

  it("are not looked for until they are found where there are too many", () => {
    const words = (begin: number) => Array.from({ length: 20_000 }, (_, place) => `w${begin + place * 7}`).join(" ");
    expect(differencesOf(words(1), words(3))?.places ?? null).not.toBe(0);
  });
});
