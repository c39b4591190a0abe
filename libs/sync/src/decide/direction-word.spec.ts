import { describe, expect, it } from "vitest";

import { directionWord, type DirectionFacts } from "./direction-word.ts";

const well: DirectionFacts = {
  direction: "superoffice-to-requestor",
  mode: "mirror",
  pausedSides: [],
  troubles: { superoffice: null, requestor: null },
  alarmStands: false,
  held: 0,
  overdue: 0,
  stopped: { count: 0, reason: null },
  waitingPaused: 0,
  oldestWaitingSeconds: 0,
  oldestTicketSeconds: 0,
  pollSeconds: 10,
};

const word = (facts: Partial<DirectionFacts>) => directionWord({ ...well, ...facts }).word;

describe("the word for a direction", () => {
  it("is on time while nothing is late and nobody is needed", () => {
    expect(word({})).toBe("on-time");
    expect(word({ oldestWaitingSeconds: 60 })).toBe("on-time");
    expect(directionWord({ ...well, waitingPaused: 1 })).toEqual({
      word: "on-time",
      why: "Every message is where it should be, or on its way; 1 waits for a paused ticket.",
    });
    expect(directionWord({ ...well, waitingPaused: 2 }).why).toContain("; 2 wait for paused tickets.");
  });

  it("is delayed once the oldest waits longer than a minute and four polls", () => {
    expect(word({ oldestWaitingSeconds: 61 })).toBe("delayed");
    expect(word({ oldestWaitingSeconds: 120, pollSeconds: 30 })).toBe("on-time");
    expect(word({ oldestWaitingSeconds: 121, pollSeconds: 30 })).toBe("delayed");
    expect(directionWord({ ...well, oldestWaitingSeconds: 61 }).why).toBe("The oldest message waits for 1 minute.");
    expect(directionWord({ ...well, oldestWaitingSeconds: 200_000 }).why).toContain("2 days");
    expect(directionWord({ ...well, oldestWaitingSeconds: 7_200, oldestTicketSeconds: 7_200 }).why).toBe(
      "The oldest new ticket waits for 2 hours.",
    );
  });

  it("asks for a person for what is held, and for what is uncertain past its settle time, late or not", () => {
    expect(word({ held: 1, oldestWaitingSeconds: 999 })).toBe("action-required");
    expect(word({ overdue: 2 })).toBe("action-required");
    expect(directionWord({ ...well, held: 1, overdue: 2 }).why).toBe(
      "1 waits for a person, 2 are uncertain for longer than usual.",
    );
  });

  it("asks for a person for tickets that are stopped, and says why, however long nothing else is late", () => {
    const reason = "Ticket 7 is gone in Requestor.";
    expect(directionWord({ ...well, stopped: { count: 1, reason } })).toEqual({
      word: "action-required",
      why: "1 ticket is stopped. Ticket 7 is gone in Requestor.",
    });
    expect(directionWord({ ...well, held: 1, stopped: { count: 2, reason }, oldestWaitingSeconds: 999 })).toEqual({
      word: "action-required",
      why: "1 waits for a person, 2 tickets are stopped. The first: Ticket 7 is gone in Requestor.",
    });
  });

  it("is blocked while one of both helpdesks cannot be used or public writes are stopped, with the sentence", () => {
    const troubles = { superoffice: null, requestor: "Requestor refuses the credentials." };
    expect(directionWord({ ...well, troubles, held: 3 })).toEqual({
      word: "blocked",
      why: "Requestor refuses the credentials.",
    });
    expect(word({ troubles: { superoffice: "SuperOffice cannot be reached.", requestor: null } })).toBe("blocked");
    expect(word({ alarmStands: true, held: 1 })).toBe("blocked");
  });

  it("is paused before all, also while the bridge only observes", () => {
    const troubles = { superoffice: "SuperOffice cannot be reached.", requestor: null };
    expect(directionWord({ ...well, pausedSides: ["superoffice"], troubles }).why).toBe("SuperOffice is paused.");
    expect(directionWord({ ...well, pausedSides: ["superoffice", "requestor"] }).why).toBe(
      "SuperOffice and Requestor are paused.",
    );
    expect(word({ mode: "observe", held: 1 })).toBe("paused");
  });
});
