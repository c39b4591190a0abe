import type { BackfillPlanView, BackfillProgressView } from "@ticket-bridge/assembly";
import { coloursFor } from "@ticket-bridge/terminal";
import { describe, expect, it } from "vitest";

import { counted, duration, percent, rate } from "./figures.ts";
import { planLines } from "./plan-text.ts";
import { progressDrawing, progressLine } from "./progress-text.ts";

const plain = coloursFor({}, {});

const plan: BackfillPlanView = {
  tickets: { superoffice: 1_204, requestor: 1_204 },
  messages: { superoffice: 18_402, requestor: 16_110 },
  linked: 1_190,
  toLink: 14,
  toCreate: 0,
  mirrored: 14_200,
  toWrite: { superoffice: 1_290, requestor: 3_882 },
  toAdopt: 12,
  lookAlike: 3,
  skipped: [
    { reason: "written before --since", count: 201 },
    { reason: "an automatic message", count: 1 },
  ],
  failed: [{ superofficeTicketId: "734", requestorTicketId: null, reason: "It is not linked." }],
  failedCount: 2,
  calls: { superoffice: 12_020, requestor: 9_990 },
  seconds: 2_880,
  secondRunWrites: 0,
};

const progress: BackfillProgressView = {
  runId: "3",
  phase: "running",
  ticketsDone: 38,
  ticketsTotal: 120,
  messagesDone: 8_120,
  messagesTotal: 15_020,
  held: 0,
  failed: 0,
  perSecond: 38.2,
  etaSeconds: 181,
  current: "SuperOffice 734 / Requestor 47",
  waiting: null,
};

describe("a plan", () => {
  it("is a table of both sides and what a person has to know before saying yes", () => {
    expect(planLines(plan, plain)).toEqual([
      "                         SuperOffice     Requestor",
      "  Tickets                      1,204         1,204",
      "  Messages                    18,402        16,110",
      "  To be written there          1,290         3,882",
      "  Calls it takes              12,020         9,990",
      "",
      "  Linked tickets      1,190",
      "  To be linked        14 pairs",
      "  Already mirrored    14,200 messages",
      "  Taken for mirrors   12 messages",
      "  Look like copies    3 pairs made by hand; --adopt takes them for mirrors",
      "  Time at the budget  about 48 min",
      "  Stay where they are 202 messages",
      "                         201  written before --since",
      "                           1  an automatic message",
      "",
      "  2 tickets cannot be planned and will be set aside:",
      "    SuperOffice 734: It is not linked.",
      "    and 1 more; the report names them all",
      "",
      "  A second run would write 0.",
    ]);
  });

  it("that would double something says so", () => {
    expect(planLines({ ...plan, secondRunWrites: 4 }, plain).at(-1)).toBe(
      "  A second run would write 4, and should write 0: do not start this; report it as a fault.",
    );
  });
});

describe("progress", () => {
  it("on a terminal is a bar with rate and time left, and the ticket of the moment", () => {
    expect(progressDrawing(progress, 100, plain)).toEqual([
      " ████████████████▏░░░░░░░░░░░░░  54 %  8,120/15,020 messages  38/s  3 min left",
      " SuperOffice 734 / Requestor 47",
    ]);
  });

  it("keeps the width of its bar while the words beside it change", () => {
    const bar = (each: BackfillProgressView) =>
      /[█▏▎▍▌▋▊▉░]+/.exec(progressDrawing(each, 90, plain)[0] ?? "")?.[0].length;
    expect(bar(progress)).toBe(28);
    expect(bar({ ...progress, messagesDone: 0, perSecond: 0, etaSeconds: null })).toBe(28);
  });

  it("tells errors and why it waits", () => {
    const drawn = progressDrawing({ ...progress, held: 2, failed: 1, waiting: "Requestor answers 503." }, 120, plain);
    expect(drawn[0]).toContain("2 held  1 ticket set aside");
    expect(drawn.at(-1)).toBe(" Waiting: Requestor answers 503.");
  });

  it.each([20, 40, 60, 79, 80, 120])("never makes a line that a terminal of %s columns would break", (width) => {
    for (const each of [progress, { ...progress, held: 12, failed: 3 }, { ...progress, messagesTotal: null }]) {
      const [bar = "", ticket = ""] = progressDrawing(each, width, plain);
      expect(bar.length).toBeLessThanOrEqual(width);
      expect(ticket.length).toBeLessThanOrEqual(width);
    }
  });

  it("counts tickets while nobody knows how many messages there are", () => {
    const planning = {
      ...progress,
      phase: "planning" as const,
      ticketsTotal: null,
      messagesTotal: null,
      etaSeconds: null,
    };
    expect(progressDrawing(planning, 80, plain)[0]).toBe(" Planning  38 tickets  38/s");
    expect(progressDrawing({ ...planning, ticketsDone: 0, perSecond: 0, current: null }, 80, plain)).toEqual([
      " Getting ready",
    ]);
    expect(progressLine(planning)).toBe("Planning: 38 tickets, 38/s; SuperOffice 734 / Requestor 47");
  });

  it("as a line says the same in words", () => {
    expect(progressLine({ ...progress, held: 2, failed: 1, waiting: "Requestor answers 503." })).toBe(
      "Running: 8,120 of 15,020 messages (54 %), 38 of 120 tickets, 38/s, 3 min left, 2 held, 1 ticket set aside; SuperOffice 734 / Requestor 47; waiting: Requestor answers 503.",
    );
  });

  it("is 100 % only when all is done and 0 % only when nothing is", () => {
    expect([percent(0, 10_000), percent(1, 10_000), percent(9_999, 10_000), percent(10_000, 10_000)]).toEqual([
      0, 1, 99, 100,
    ]);
    expect(percent(0, 0)).toBe(100);
  });
});

describe("figures", () => {
  it("are written as people read them", () => {
    expect([counted(1, "ticket"), counted(12_345, "ticket")]).toEqual(["1 ticket", "12,345 tickets"]);
    expect([0.4, 59, 60, 3_600, 7_500, 90_000, 200_000].map(duration)).toEqual([
      "1 s",
      "59 s",
      "1 min",
      "1 h",
      "2 h 5 min",
      "1 day 1 h",
      "2 days 8 h",
    ]);
    expect([38.2, 0.44, 0.01].map(rate)).toEqual(["38/s", "0.4/s", "0.6/min"]);
  });
});
