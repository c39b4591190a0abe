import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { UsageError } from "../arguments/usage-error.ts";
import { readBackfillCommand } from "./options.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ticket-bridge-options-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function read(...args: string[]) {
  return await readBackfillCommand(args);
}

/** What is wrong with a command line, one sentence a fault. */
async function faults(...args: string[]): Promise<readonly string[]> {
  const error: unknown = await readBackfillCommand(args).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(UsageError);
  return (error as UsageError).sentences;
}

async function pairsFile(text: string): Promise<string> {
  const path = join(folder, "pairs.csv");
  await writeFile(path, text);
  return path;
}

describe("a command line", () => {
  it("without options carries all linked tickets in both directions, and chooses nothing that an unfinished run is not", async () => {
    expect(await read()).toEqual({
      asks: "run",
      options: {
        ...{ from: "both", since: null, until: null, tickets: { kind: "linked" } },
        ...{ createTickets: false, adopt: false, maxRps: null, concurrency: 4 },
      },
      ...{ choosesWork: false, resume: null, isDryRun: false, isConfirmed: false, reportDir: null },
      form: { isJson: false, isQuiet: false },
    });
  });

  it("with every option says all of it", async () => {
    const words = `--from SuperOffice --since 2024-01-01 --until=2024-01-31 --tickets 1,2,5-7 --create-tickets --adopt
      --dry-run --max-rps 2.5 --concurrency 8 --json --quiet --yes --report-dir /tmp/reports`;
    expect(await read(...words.split(/\s+/))).toEqual({
      asks: "run",
      options: {
        from: "superoffice",
        since: Date.UTC(2024, 0, 1),
        until: Date.UTC(2024, 1, 1),
        tickets: { kind: "ids", ids: ["1", "2", "5", "6", "7"] },
        ...{ createTickets: true, adopt: true, maxRps: 2.5, concurrency: 8 },
      },
      ...{ choosesWork: true, resume: null, isDryRun: true, isConfirmed: true, reportDir: "/tmp/reports" },
      form: { isJson: true, isQuiet: true },
    });
  });

  it("asks for help before anything else is looked at", async () => {
    expect(await read("--help", "--form", "x")).toEqual({ asks: "help" });
    expect(await read("-h")).toEqual({ asks: "help" });
    expect(await read("--version")).toEqual({ asks: "version" });
  });

  it("is told all its faults at once", async () => {
    expect(
      await faults(
        "--form",
        "both",
        "734",
        "--since",
        "31.1.2024",
        "--max-rps",
        "fast",
        "--concurrency",
        "0",
        "--yes=1",
      ),
    ).toEqual([
      "There is no option --form; did you mean --from?",
      '"734" is not understood here: options begin with --.',
      "--yes takes no value.",
      '--since must be a day like 2024-01-31 or a moment like 2024-01-31T08:00:00Z, and is "31.1.2024".',
      '--max-rps must be a number from 0.01 to 1000, and is "fast".',
      '--concurrency must be a whole number from 1 to 64, and is "0".',
    ]);
  });

  it("is told that a value is missing, and does not take the next option for it", async () => {
    expect(await faults("--from", "--yes")).toEqual(["--from needs a value after it."]);
    expect(await faults("--resume")).toEqual(["--resume needs a value after it."]);
  });

  it("names a side that does not exist", async () => {
    expect(await faults("--from", "zendesk")).toEqual([
      '--from must be superoffice, requestor or both, and is "zendesk".',
    ]);
  });

  it("cannot change what a run was begun with", async () => {
    expect(await faults("--resume", "3", "--from", "both", "--dry-run")).toEqual([
      "--dry-run plans anew and resumes nothing; leave out --resume.",
      "--from is part of what run 3 was begun with and cannot change; leave it out.",
    ]);
    expect(await faults("--resume", "last")).toEqual(['--resume needs the number of a run, and is "last".']);
    expect(await read("--resume", "3", "--yes")).toMatchObject({ resume: "3", isConfirmed: true });
  });
});

describe("a time", () => {
  it("of a day alone means the whole day in UTC", async () => {
    expect(await read("--since", "2024-02-29", "--until", "2024-02-29")).toMatchObject({
      options: { since: Date.UTC(2024, 1, 29), until: Date.UTC(2024, 2, 1) },
    });
  });

  it("of a moment needs its offset", async () => {
    expect(await read("--since", "2024-01-31T08:00:00+01:00")).toMatchObject({
      options: { since: Date.UTC(2024, 0, 31, 7) },
    });
    expect(await faults("--since", "2024-01-31T08:00:00")).toHaveLength(1);
  });

  it.each(["2024-02-30", "2024-13-01", "2023-02-29T00:00:00Z", "2024-01-31T25:00:00Z", "yesterday"])(
    "that never was, as %s, is refused",
    async (text) => {
      expect(await faults("--until", text)).toHaveLength(1);
    },
  );

  it("window without anything in it is refused", async () => {
    expect(await faults("--since", "2024-02-01", "--until", "2024-01-31")).toEqual([
      "--until lies before --since: no message is in between.",
    ]);
  });
});

describe("tickets", () => {
  it("are named once each, however often they are given", async () => {
    expect(await read("--tickets", " 9, 5-7,6,,5 ")).toMatchObject({
      options: { tickets: { kind: "ids", ids: ["9", "5", "6", "7"] } },
    });
  });

  it("that are none are named one by one", async () => {
    expect(await faults("--tickets", "1,x,9-5,3-4-5,0,-2")).toEqual([
      '--tickets: "x" is neither a ticket id nor a range like 5-9.',
      '--tickets: "9-5" runs backwards; write 5-9.',
      '--tickets: "3-4-5" is neither a ticket id nor a range like 5-9.',
      '--tickets: "0" is neither a ticket id nor a range like 5-9.',
      '--tickets: "-2" is neither a ticket id nor a range like 5-9.',
    ]);
    expect(await faults("--tickets", ",")).toEqual(["--tickets names no ticket; write for example 1,2,5-9."]);
  });

  it("are refused when a range is a slip of the pen", async () => {
    const sentence = "--tickets names more than 100,000 tickets; leave it out to take all linked ones.";
    expect(await faults("--tickets", "1-100001")).toEqual([sentence]);
    expect(await faults("--tickets", "1-99999,200000-200001")).toEqual([sentence]);
    expect(await faults("--tickets", "1-9007199254740993")).toEqual([sentence]);
    expect(await read("--tickets", "1-100000")).toMatchObject({ choosesWork: true });
  });

  it("cannot come from a list and a file at once", async () => {
    expect(await faults("--tickets", "1", "--tickets-file", await pairsFile("1,2"))).toEqual([
      "--tickets and --tickets-file exclude each other; give one.",
    ]);
  });
});

describe("a file of pairs", () => {
  const pairs = [
    { superoffice: "734", requestor: "47" },
    { superoffice: "735", requestor: "48" },
  ];

  it.each([
    ["plain", "734,47\n735,48\n"],
    ["with names", "superofficeTicketId,requestorTicketId\n734,47\n735,48"],
    ["with the columns turned round", "requestorTicketId,superofficeTicketId\n47,734\n48,735\n"],
    ["as a spreadsheet saves it", '\uFEFF"SuperOffice";"Requestor"\r\n"734";"47"\r\n735;48\r\n'],
    ["with tabs, empty lines and remarks", "# ours\n734\t47\n\n735\t48 # the printer\n"],
  ])("%s is read", async (_form, text) => {
    expect(await read("--tickets-file", await pairsFile(text))).toMatchObject({
      options: { tickets: { kind: "pairs", pairs } },
    });
  });

  it("with faults names each line", async () => {
    const path = await pairsFile("734,47\n735\n736,INC-48\n737,49,50\n738,47\n734,51\n");
    expect(await faults("--tickets-file", path)).toEqual([
      `${path}, line 2: has 1 value, not 2; write superofficeTicketId,requestorTicketId, for example 734,47.`,
      `${path}, line 3: "INC-48" is no ticket id; write superofficeTicketId,requestorTicketId, for example 734,47.`,
      `${path}, line 4: has 3 values, not 2; write superofficeTicketId,requestorTicketId, for example 734,47.`,
      `${path}, line 5: Requestor ticket 47 stands in line 1 already.`,
      `${path}, line 6: SuperOffice ticket 734 stands in line 1 already.`,
    ]);
  });

  it("with many faults names the first ten and counts the others", async () => {
    const path = await pairsFile("x,y\n".repeat(1) + "1,y\n".repeat(14));
    const sentences = await faults("--tickets-file", path);
    expect(sentences).toHaveLength(11);
    expect(sentences.at(-1)).toBe(`${path} has 4 more lines with faults.`);
  });

  it("that is empty, missing or a folder is named", async () => {
    const path = await pairsFile("\n# nothing\n");
    expect(await faults("--tickets-file", path)).toEqual([
      `${path} holds no pair of tickets; write superofficeTicketId,requestorTicketId, for example 734,47.`,
    ]);
    expect(await faults("--tickets-file", join(folder, "none.csv"))).toEqual([
      `--tickets-file ${join(folder, "none.csv")} cannot be read: there is no such file.`,
    ]);
    expect(await faults("--tickets-file", folder)).toEqual([
      `--tickets-file ${folder} cannot be read: it is a folder.`,
    ]);
  });
});
