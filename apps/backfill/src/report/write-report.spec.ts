import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { BackfillView, ReportLineView } from "@ticket-bridge/assembly";
import { afterEach, beforeEach, expect, it } from "vitest";

import { headOfBackfill } from "./head-of-backfill.ts";
import { writeReport } from "./write-report.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ticket-bridge-report-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const backfill: BackfillView = {
  id: "3",
  state: "finished",
  reason: null,
  stopCause: null,
  stopAsked: false,
  carriedBy: null,
  options: {
    ...{ from: "both", since: null, until: null, tickets: { kind: "linked", count: null } },
    ...{ createTickets: false, adopt: false, maxRps: null, concurrency: 4 },
  },
  fingerprint: "f",
  ticketsTotal: 3,
  plan: null,
  result: {
    ...{ ticketsDone: 2, ticketsFailed: 1, written: { superoffice: 4, requestor: 7 }, adopted: 1, held: 2 },
    classes: { same: 1_000, "only-source": 2, "only-target": 0, differs: 1, error: 1 },
  },
  createdAt: "2026-01-01T00:00:00.000Z",
  startedAt: "2026-01-01T00:00:01.000Z",
  finishedAt: "2026-01-01T00:00:02.000Z",
};

const lines: readonly ReportLineView[] = [
  {
    ...{ class: "only-source", superofficeTicketId: "734", requestorTicketId: "47" },
    ...{ side: "superoffice", messageId: "991", reason: 'Held: "too large", 30 MB.' },
  },
  {
    ...{ class: "error", superofficeTicketId: "735", requestorTicketId: null },
    ...{ side: null, messageId: null, reason: "=HYPERLINK(1) is not linked." },
  },
];

// eslint-disable-next-line @typescript-eslint/require-await -- as the engine gives them
async function* given(all: readonly ReportLineView[]) {
  yield* all;
}

it("writes what needs attention as text, JSON and CSV, for its owner alone", async () => {
  const reports = join(folder, "reports");
  const written = await writeReport(reports, headOfBackfill(backfill), given(lines));
  expect(written).toEqual({
    files: ["txt", "json", "csv"].map((ending) => join(reports, `backfill-3.${ending}`)),
    lines: 2,
    first: lines,
  });
  expect(await readFile(join(reports, "backfill-3.txt"), "utf8")).toBe(
    [
      "Backfill 3 is finished, and something needs attention.",
      "",
      "  Tickets done            2 of 3, 1 set aside",
      "  Written in SuperOffice  4 messages",
      "  Written in Requestor    7 messages",
      "  Taken for mirrors       1 message",
      "  Wait for a person       2 messages",
      "",
      "  =      1,000  same on both sides",
      "  +          2  only on the source",
      "  *          1  differs",
      "  !          1  could not be carried or compared",
      "",
      '+ SuperOffice 734 / Requestor 47, message 991 in SuperOffice: Held: "too large", 30 MB.',
      "! SuperOffice 735: =HYPERLINK(1) is not linked.",
      "",
    ].join("\n"),
  );
  expect(JSON.parse(await readFile(join(reports, "backfill-3.json"), "utf8"))).toEqual({ backfill, attention: lines });
  expect(await readFile(join(reports, "backfill-3.csv"), "utf8")).toBe(
    [
      "class,superofficeTicketId,requestorTicketId,side,messageId,reason",
      'only-source,734,47,superoffice,991,"Held: ""too large"", 30 MB."',
      "error,735,,,,'=HYPERLINK(1) is not linked.",
      "",
    ].join("\r\n"),
  );
  for (const file of written.files) expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it("shows the first twenty lines and keeps all of thousands in the files", async () => {
  const many = Array.from({ length: 5_000 }, (_, place) => ({ ...lines[0]!, messageId: String(place + 1) }));
  const written = await writeReport(folder, headOfBackfill(backfill), given(many));
  expect([written.lines, written.first.length]).toEqual([5_000, 20]);
  const { attention } = JSON.parse(await readFile(join(folder, "backfill-3.json"), "utf8")) as { attention: unknown[] };
  expect(attention).toEqual(many);
});

it("leaves the report of an earlier time as it was when a new one breaks off", async () => {
  await writeReport(folder, headOfBackfill(backfill), given(lines));
  const before = await readFile(join(folder, "backfill-3.csv"), "utf8");
  // eslint-disable-next-line @typescript-eslint/require-await -- as the engine gives them
  async function* broken() {
    yield lines[0]!;
    throw new Error("The database went away.");
  }
  await expect(writeReport(folder, headOfBackfill(backfill), broken())).rejects.toThrow("went away");
  expect(await readFile(join(folder, "backfill-3.csv"), "utf8")).toBe(before);
  expect(await readdir(folder)).toHaveLength(3);
});

it("says which folder it cannot write to", async () => {
  const file = join(folder, "a-file");
  await writeFile(file, "");
  await expect(writeReport(join(file, "reports"), headOfBackfill(backfill), given(lines))).rejects.toThrow(
    /^The report cannot be written to .*a-file\/reports \(ENOTDIR\); name another folder with --report-dir\.$/,
  );
});

it("keeps what would steer a terminal out of the text report, for whoever looks at it with cat", async () => {
  const steering = { ...lines[0]!, reason: "Held: \u001b]0;owned\u0007 and \u001b[2J gone\nsecond line." };
  await writeReport(folder, headOfBackfill(backfill), given([steering]));
  const text = await readFile(join(folder, "backfill-3.txt"), "utf8");
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  expect(text).toContain("Held:  ]0;owned  and  [2J gone second line.");
});
