import { describe, expect, it } from "vitest";

import type { Evidence, Holding, ToldTicket } from "./account.ts";
import { judge } from "./judge.ts";

const ticket: ToldTicket = { word: "tk1w", side: "superoffice", ticketId: 1, counterparts: [11], heldFor: null };
const opening: Holding = {
  ...{ side: "requestor", ticketId: 11, messageId: 201, internal: false, writtenAt: 1_300, files: [] },
  text: "[SuperOffice ticket 1, abc]\n\nThis ticket was opened in SuperOffice. What is written there follows.",
};

function verdictOn(tickets: readonly ToldTicket[], holdings: readonly Holding[] = []) {
  const evidence: Evidence = {
    ...{ told: [], tickets, holdings, standings: [], traces: new Map(), sent: 0, settleMs: 4_000 },
  };
  return judge(evidence);
}

describe("the judge of tickets that were opened on one side", () => {
  it("finds nothing where each has one counterpart, which may begin with a line of the bridge's own", () => {
    expect(verdictOn([ticket], [opening])).toMatchObject({ findings: [], created: 1 });
  });

  it("calls one lost that has none, and doubled that has two", () => {
    expect(verdictOn([{ ...ticket, counterparts: [] }])).toMatchObject({ findings: [{ breach: "lost" }], created: 0 });
    expect(verdictOn([{ ...ticket, counterparts: [11, 12] }])).toMatchObject({
      findings: [{ breach: "doubled", sentence: "tk1w, ticket 1 in SuperOffice, has several in Requestor: 11, 12." }],
      created: 0,
    });
  });

  it("counts one apart that waits for a person with a reason", () => {
    const waits = { ...ticket, counterparts: [], heldFor: "Look for it." };
    expect(verdictOn([waits])).toMatchObject({ findings: [], created: 0, ticketsHeld: 1 });
    expect(verdictOn([{ ...waits, heldFor: "" }])).toMatchObject({ findings: [{ breach: "lost" }], ticketsHeld: 0 });
  });

  it("takes the bridge's line on any other ticket for nobody's", () => {
    const elsewhere = { ...opening, ticketId: 12 };
    expect(verdictOn([ticket], [elsewhere]).findings).toMatchObject([{ breach: "echoed" }]);
  });
});
