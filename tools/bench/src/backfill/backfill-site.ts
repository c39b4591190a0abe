import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { directions, sides } from "@ticket-bridge/helpdesk";

import type { CountsBySide } from "../desks/call-counts.ts";
import { startDesks, type Desks } from "../desks/desks.ts";
import type { TicketPair, TrafficPlan } from "../desks/plan.ts";
import type { SiteOptions } from "../site.ts";
import { BackfillCommand, type CommandResult } from "./backfill-command.ts";

/** How much history there is. Every ticket has as many messages, half of them from each side. */
export interface HistorySize {
  readonly tickets: number;
  readonly messages: number;
}

/** What became of a history, as its command and the helpdesks tell it. */
export interface Carried extends CommandResult {
  /** Written at both helpdesks, with those that tickets begin with. */
  readonly written: number;
  readonly doubled: number;
  readonly calls: CountsBySide;
}

export function historyPlan({ messages }: HistorySize, pairs: readonly TicketPair[]): TrafficPlan {
  return { directions, pairs, messages, pace: { kind: "backlog" } };
}

/** The backfill command between two helpdesks in a process of their own. */
export class BackfillSite {
  readonly #desks: Desks;
  readonly #command: BackfillCommand;
  readonly #pairsFile: string;

  private constructor(desks: Desks, command: BackfillCommand, pairsFile: string) {
    this.#desks = desks;
    this.#command = command;
    this.#pairsFile = pairsFile;
  }

  static async open(options: Omit<SiteOptions, "webhooks" | "analyse">): Promise<BackfillSite> {
    const desks = await startDesks();
    try {
      const command = new BackfillCommand({ ...options, urls: await desks.call("addresses") });
      await command.prepare();
      return new BackfillSite(desks, command, join(options.folder, "pairs.csv"));
    } catch (error) {
      await desks.stop();
      throw error;
    }
  }

  /** Fills new tickets with history that nobody has carried yet; `plan` and `carry` are about these. */
  async fill(size: HistorySize): Promise<void> {
    const pairs = await this.#desks.call("openTickets", size.tickets);
    await writeFile(this.#pairsFile, pairs.map((pair) => `${pair.superoffice},${pair.requestor}\n`).join(""));
    await this.#desks.call("placeBacklog", historyPlan(size, pairs));
  }

  /** A dry run. */
  async plan(): Promise<Carried> {
    return await this.#watched(["--dry-run"]);
  }

  async carry(): Promise<Carried> {
    return await this.#watched(["--yes"]);
  }

  async close(): Promise<void> {
    await this.#command.stop();
    await this.#desks.stop();
  }

  async #watched(args: readonly string[]): Promise<Carried> {
    await this.#desks.call("watchBacklog");
    const result = await this.#command.run(["--tickets-file", this.#pairsFile, ...args]);
    const { doubled, calls } = await this.#desks.call("backlogSeen");
    return { ...result, doubled, calls, written: sides.reduce((sum, side) => sum + calls[side].writes, 0) };
  }
}
