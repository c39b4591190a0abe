import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { sides } from "@ticket-bridge/helpdesk";
import { sharedPostgresql } from "@ticket-bridge/store/shared-databases";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { builtApp } from "../testing/programs.ts";
import { Conversation } from "./conversation.ts";
import { TwoHelpdesks, type LinkedPair } from "./two-helpdesks.ts";
import { calm, faultsMet, unleash } from "./whole-mix.ts";

const maxRps = 60;
/** What a rate's burst may hold: two seconds' worth. */
const burst = 2 * maxRps;
const everyMs = 400;
const mostStarts = 6;

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

const server = sharedPostgresql();
describe.each(["PostgreSQL", "the embedded database"])("a backfill beside a bridge on %s", (database) => {
  let helpdesks: TwoHelpdesks;

  beforeAll(async () => {
    const databaseUrl = database === "PostgreSQL" ? await server.createDatabase() : null;
    helpdesks = await TwoHelpdesks.start({ databaseUrl, maxRps });
  });
  afterAll(() => helpdesks.stop());

  /** Runs the command as a process of its own until it ends. */
  async function command(args: readonly string[]): Promise<Ended> {
    return await new Promise((resolve) => {
      const main = `${builtApp("backfill")}main-backfill.js`;
      const env = { PATH: process.env["PATH"] ?? "", ...helpdesks.settings() };
      const child = execFile(process.execPath, [main, ...args], { env, cwd: helpdesks.dataDir }, (_, stdout, stderr) =>
        resolve({ code: child.exitCode, said: `${stdout}\n${stderr}` }),
      );
    });
  }

  /** A ticket on each side with things said before anybody linked them. */
  function history(rounds: number): {
    pair: { -readonly [Key in keyof LinkedPair]: LinkedPair[Key] };
    told: Conversation;
  } {
    const superoffice = helpdesks.superoffice.control.createTicket({ title: "A ticket" }).id;
    const requestor = helpdesks.requestor.control.createTicket({ subject: "A ticket" }).id;
    const pair = { superoffice, requestor, linkId: "" };
    const told = new Conversation(helpdesks, pair);
    for (let round = 0; round < rounds; round += 1) told.writeABit();
    return { pair, told };
  }

  it(
    "keeps the promises while people write and both helpdesks break by seed (P1 to P8)",
    { timeout: 240_000 },
    async () => {
      const tickets = [history(2), history(2), history(2)];
      // One is linked already, the others by the run.
      const [first] = tickets;
      if (first === undefined) throw new Error("There are three.");
      first.pair.linkId = (await helpdesks.link(first.pair.superoffice, first.pair.requestor, "now")).linkId;
      const file = join(helpdesks.dataDir, "pairs.csv");
      await writeFile(file, tickets.map(({ pair }) => `${pair.superoffice},${pair.requestor}\n`).join(""));
      unleash(helpdesks, { seed: 61, intensity: 2 });

      const run = { isOver: false };
      const runs = (async () => {
        const said: string[] = [];
        // A helpdesk that is away at the start, or for long, ends the command; it goes on when it is started again.
        for (let start = 0; start < mostStarts; start += 1) {
          const ended = await command(["--tickets-file", file, "--yes"]);
          said.push(ended.said);
          if (ended.code === 0 || ended.code === 2) break;
        }
        run.isOver = true;
        return said.join("\n");
      })();
      let written = 0;
      while (!run.isOver) {
        await learnLinks();
        for (const { pair, told } of tickets) {
          if (pair.linkId === "" || written >= 12) continue;
          for (const side of sides) told.write(side, { internal: written % 3 === 0 });
          written += 1;
        }
        await delay(everyMs);
      }
      const said = await runs;
      expect(said).toContain("is finished");
      expect(written, "live messages during the run").toBeGreaterThan(0);
      await calm(helpdesks);
      await learnLinks();
      for (const { told } of tickets) await told.crossed(60_000);
      for (const { told } of tickets) told.expectPromisesKept();
      for (const side of sides) {
        expect(helpdesks[side].control.mostAbove(maxRps), `P8: calls of ${side}`).toBeLessThanOrEqual(burst);
      }
      expect(faultsMet(helpdesks)).toBeGreaterThan(20);

      const writes = () => sides.map((side) => helpdesks[side].control.writes({ limit: 10_000 }).length);
      const before = writes();
      const again = await command(["--tickets-file", file, "--yes"]);
      expect(again, again.said).toMatchObject({ code: 0 });
      expect(writes()).toEqual(before);

      async function learnLinks(): Promise<void> {
        const { items } = (await helpdesks.api("GET", "/api/links")).body as {
          items: { id: string; superofficeTicketId: string }[];
        };
        for (const { id, superofficeTicketId } of items) {
          const found = tickets.find(({ pair }) => String(pair.superoffice) === superofficeTicketId);
          if (found !== undefined) found.pair.linkId = id;
        }
      }
    },
  );
});
