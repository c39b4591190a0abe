import { describe, expect, it } from "vitest";

import type { Evidence, Holding, Standing, Told } from "./account.ts";
import { judge } from "./judge.ts";

const files = [
  { name: "účet.pdf", sha256: "aa" },
  { name: "same.bin", sha256: "bb" },
];
const picture = "data:image/png;base64,AAEC";

const told: Told = {
  ...{ token: "tb1q", side: "superoffice", messageId: 101, ticketId: 1, targetTicketId: 11, place: 1, at: 1_000 },
  visibility: [{ at: 1_000, internal: false }],
  ...{ files, shows: picture, editedTo: null },
};
const mirror: Holding = {
  ...{ side: "requestor", ticketId: 11, messageId: 201, internal: false, writtenAt: 1_300, files },
  text: `From SuperOffice: tb1q <img src="${picture}">`,
};

function verdictOn(change: { told?: Partial<Told>; holdings: readonly Holding[]; standings?: readonly Standing[] }) {
  const evidence: Evidence = {
    told: [{ ...told, ...change.told }],
    ...{ tickets: [], holdings: change.holdings, standings: change.standings ?? [] },
    ...{ traces: new Map(), sent: 0, settleMs: 4_000 },
  };
  return judge(evidence);
}

const breachesOf = (change: Parameters<typeof verdictOn>[0]) => verdictOn(change).findings.map(({ breach }) => breach);

describe("the judge of files and pictures", () => {
  it("finds nothing where all of them stand at the mirror", () => {
    expect(verdictOn({ holdings: [mirror] })).toMatchObject({ findings: [], withFiles: 1 });
  });

  it.each([
    ["is missing", { files: files.slice(0, 1) }],
    ["has other bytes", { files: [files[0], { name: "same.bin", sha256: "cc" }] }],
    ["has another name", { files: [files[0], { name: "other.bin", sha256: "bb" }] }],
    ["stands there twice", { files: [...files, files[1]] }],
    ["is a picture that is not shown", { text: "From SuperOffice: tb1q" }],
  ])("calls a mirror altered of which a file %s", (_what, change) => {
    const altered = { ...mirror, ...change } as Holding;
    expect(verdictOn({ holdings: [altered] })).toMatchObject({ findings: [{ breach: "altered" }], withFiles: 0 });
  });
});

describe("the judge of edited messages", () => {
  const edited = { editedTo: "tb1q in other words" };
  const correction: Holding = {
    ...mirror,
    ...{ messageId: 202, files: [], text: "Correction of message 201. It reads now: tb1q in other words" },
  };
  const held = (kind: string): Standing => ({
    ...{ kind, mirrorId: "m1", side: "superoffice", messageId: 101, targetId: null },
    ...{ state: "held", reason: "Changed by hand." },
  });

  it("finds nothing where a correction was appended or the mirror itself was changed", () => {
    expect(verdictOn({ told: edited, holdings: [mirror, correction] })).toMatchObject({ findings: [], corrected: 1 });
    const changed = { ...mirror, text: `${mirror.text} tb1q in other words` };
    expect(verdictOn({ told: edited, holdings: [changed] })).toMatchObject({ findings: [], corrected: 1 });
  });

  it("calls it altered where the other side keeps its old words, unless the edit waits for a person", () => {
    expect(breachesOf({ told: edited, holdings: [mirror] })).toEqual(["altered"]);
    expect(breachesOf({ told: edited, holdings: [mirror], standings: [held("message")] })).toEqual(["altered"]);
    expect(breachesOf({ told: edited, holdings: [mirror], standings: [held("edit")] })).toEqual([]);
  });

  it("calls it doubled where it was corrected twice, and leaked where a note was corrected in public", () => {
    const again = { ...correction, messageId: 203 };
    expect(breachesOf({ told: edited, holdings: [mirror, correction, again] })).toEqual(["doubled"]);
    const note = { ...edited, visibility: [{ at: 1_000, internal: true }] };
    const hidden = { ...mirror, internal: true };
    expect(breachesOf({ told: note, holdings: [hidden, correction] })).toEqual(["leaked"]);
  });

  it("takes no correction for a mirror", () => {
    expect(breachesOf({ told: edited, holdings: [correction] })).toEqual(["lost"]);
  });
});
