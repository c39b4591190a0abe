import {
  DeliveryError,
  type CreatedMessage,
  type EditOptions,
  type Helpdesk,
  type MessageEdit,
  type OutgoingMessage,
  type OutgoingTicket,
  type WriteOptions,
  type Written,
} from "@ticket-bridge/helpdesk";

import type { Clock } from "../../ports/clock.ts";
import { failure } from "./call-failure.ts";
import { bytesOf, FileCalls, hangBrought, hangUploaded, uploadedIds } from "./file-calls.ts";
import { noFaults, type CallFault, type FaultMix } from "./fault-mix.ts";
import type { SeededRandom } from "./seeded-random.ts";
import type { SeenEdit, SeenUpload, SeenWrite } from "./seen-writes.ts";
import { SimulatedBudget } from "./simulated-budget.ts";
import type { SimulatedHelpdesk } from "./simulated-helpdesk.ts";
import { SimulatedSuperOffice } from "./simulated-superoffice.ts";
import type { SimulatedProcess } from "./simulated-process.ts";
import type { Story } from "./story.ts";
import { createTicket, foundWithinMs, type SeenTicket } from "./ticket-calls.ts";

/** Words that make a helpdesk refuse a message for good. */
export const poison = "poison";

const clientTimeoutMs = 30_000;
/** What was sent appears within the settle time: nobody can promise anything for a server that takes longer. */
const marginMs = 2_000;
const shownLateMs = 5_000;

/** What the server does with a write, and what it needs for that. */
export interface Work<Seen> {
  readonly words: string;
  /** Called as its first bytes leave. */
  readonly leave?: () => void;
  /** In how many pieces it goes out after the first one. */
  readonly pieces?: number;
  readonly carryOut: (sentAt: number) => Seen;
}

interface NetworkParts extends Pick<SimulatedNetwork, "isReady"> {
  readonly clock: Clock;
  readonly random: SeededRandom;
  readonly settleMs: number;
  readonly callsPerSecond: number;
  readonly story: Story;
  /** A ticket of the bridge was stored. */
  readonly told: (seen: SeenTicket) => void;
}

/** The way between the bridges and one helpdesk: latency, faults, and what the server does after the client has gone. */
export class SimulatedNetwork {
  mix: FaultMix = noFaults;
  /** Down until this time: nothing is reached. */
  downUntil = 0;
  /** Answers until this time that the tenant is offline. */
  offlineUntil = 0;
  readonly writes: SeenWrite[] = [];
  readonly edits: SeenEdit[] = [];
  readonly uploads: SeenUpload[] = [];
  readonly tickets: SeenTicket[] = [];
  /** Whether the database says that the file of this name is uploaded. */
  readonly isReady: (name: string) => boolean;
  readonly #told: (seen: SeenTicket) => void;
  /** When the bytes of each call left. */
  readonly callTimes: number[] = [];
  readonly #clock: Clock;
  readonly #random: SeededRandom;
  readonly #settleMs: number;
  readonly #story: Story;
  readonly #budget: SimulatedBudget;

  constructor(parts: NetworkParts) {
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#settleMs = parts.settleMs;
    this.#story = parts.story;
    this.isReady = parts.isReady;
    this.#told = parts.told;
    this.#budget = new SimulatedBudget(parts.clock, parts.callsPerSecond);
  }

  reach<Desk extends SimulatedHelpdesk>(process: SimulatedProcess, desk: Desk): Desk {
    return new Proxy(desk, {
      get: (target, name: string) => {
        if (name === "createMessage") {
          return (message: OutgoingMessage, options: WriteOptions) =>
            process.through(() => this.#write(process, target, message, options));
        }
        if (name === "updateMessage") {
          return (edit: MessageEdit, options: EditOptions) =>
            process.through(() => this.#update(process, target, edit, options));
        }
        if (name === "createTicket") {
          return (ticket: OutgoingTicket, options: WriteOptions) =>
            process.through(() => createTicket(this, process, target, ticket, options));
        }
        if (name === "createAttachment" || name === "uploadAttachment" || name === "linkAttachments") {
          const calls = new FileCalls(this, process, target);
          const call = calls[name].bind(calls) as (...rest: unknown[]) => Promise<unknown>;
          return (...rest: unknown[]) => process.through(() => call(...rest));
        }
        const value = Reflect.get(target, name, target) as unknown;
        if (typeof value !== "function") return value;
        const method = value.bind(target) as (...rest: unknown[]) => Promise<unknown>;
        return (...rest: unknown[]) => process.through(() => this.read(target, () => method(...rest)));
      },
    });
  }

  /** A call that changes nothing. */
  async read<Answer>(desk: Helpdesk, call: () => Promise<Answer>): Promise<Answer> {
    await this.#budget.acquire();
    this.callTimes.push(this.#clock.now());
    await this.#transit();
    this.#refuseToReach(desk);
    if (this.#meets("own error")) throw failure(desk, "answered 500", { decision: "retryable", ...own });
    if (this.#meets("proxy error")) throw failure(desk, "answered 502", { decision: "retryable", fault: "side" });
    const answer = await call();
    if (this.#meets("slow answer")) await this.#clock.sleep(this.#random.between(100, 15_000));
    else await this.#transit();
    if (this.#meets("answer lost")) throw failure(desk, "did not answer", { decision: "retryable", fault: "side" });
    return answer;
  }

  async #write(
    process: SimulatedProcess,
    desk: SimulatedHelpdesk,
    message: OutgoingMessage,
    options: WriteOptions,
  ): Promise<CreatedMessage> {
    const texts = await bytesOf(message);
    const ids = uploadedIds(message);
    const later = desk instanceof SimulatedSuperOffice && !desk.savesTogether ? ids : [];
    const seen = await this.send(process, desk, options, {
      words: message.content.text,
      pieces: texts.length - ids.length,
      carryOut: (sentAt) => {
        const stored = this.#commit(desk, message, sentAt);
        hangBrought(desk, stored.mirror, message, texts, sentAt);
        if (later.length === 0) hangUploaded(desk, stored.mirror, ids, sentAt);
        return stored;
      },
    });
    const created = { id: seen.mirror.id, createdAt: message.createdAt, status: 200 };
    if (later.length > 0) await new FileCalls(this, process, desk).linkAfter(created, later, options);
    if (process.alive) seen.answered = { at: this.#clock.now(), by: process };
    return created;
  }

  async #update(
    process: SimulatedProcess,
    desk: SimulatedHelpdesk,
    edit: MessageEdit,
    options: EditOptions,
  ): Promise<Written> {
    if (!(desk instanceof SimulatedSuperOffice)) throw new Error(`${desk.side} has no call to edit a message.`);
    const current = await this.read(desk, () => Promise.resolve(desk.readForEdit(edit)));
    if (current === null) throw failure(desk, "has no such message", { decision: "permanent", fault: "message" });
    options.beforeReplace(current);
    await process.point();
    const carryOut = (sentAt: number) => this.#replace(desk, edit, sentAt);
    await this.send(process, desk, options, { words: edit.content.text, carryOut });
    return { status: 200 };
  }

  /** A call that changes something: from the bytes on the server does what it does. */
  async send<Seen>(
    process: SimulatedProcess,
    desk: SimulatedHelpdesk,
    { beforeBytes, whileSending }: WriteOptions,
    work: Work<Seen>,
  ): Promise<Seen> {
    await this.#budget.acquire();
    if (this.#isDown()) throw failure(desk, "cannot be reached", { decision: "retryable", fault: "side" });
    await process.point();
    beforeBytes();
    const sentAt = this.#clock.now();
    this.callTimes.push(sentAt);
    work.leave?.();
    for (let left = work.pieces ?? 0; left > 0; left -= 1) {
      await this.#transit();
      await process.point();
      whileSending?.();
    }
    // From here on the server does what it does, whether the client lives or not.
    return await this.#fate(desk, work, sentAt);
  }

  async #fate<Seen>(desk: SimulatedHelpdesk, { words, carryOut }: Work<Seen>, sentAt: number): Promise<Seen> {
    const random = this.#random;
    await this.#transit();
    this.#refuseToReach(desk);
    if (words.includes(poison)) {
      throw failure(desk, "refused the message", { decision: "permanent", fault: "message" });
    }
    if (this.#meets("own error")) throw failure(desk, "answered 500", { decision: "uncertain", ...own });
    if (this.#meets("late commit")) {
      const after = random.between(0, this.#settleMs - marginMs - shownLateMs);
      void this.#clock.sleep(after).then(() => this.#carryOutLate(() => carryOut(sentAt)));
      throw await this.#noAnswer(desk);
    }
    if (this.#meets("proxy error")) {
      if (random.chance(0.5)) carryOut(sentAt);
      throw failure(desk, "answered 502", { decision: "uncertain", fault: "side" });
    }
    const seen = carryOut(sentAt);
    if (this.#meets("answer lost")) throw await this.#noAnswer(desk);
    if (this.#meets("slow answer")) await this.#clock.sleep(random.between(100, 25_000));
    else await this.#transit();
    return seen;
  }

  #replace(desk: SimulatedSuperOffice, edit: MessageEdit, sentAt: number): SeenEdit {
    const mirror = desk.replace(edit);
    if (mirror === null) throw failure(desk, "has no such message", { decision: "permanent", fault: "message" });
    const seen = { mirror, edit, sentAt };
    this.edits.push(seen);
    this.#story.tell(
      `${desk.side}/${mirror.ticketId}: mirror ${mirror.id} is changed${edit.makeInternal ? " and internal" : ""}`,
    );
    return seen;
  }

  searchLag(): number {
    return this.#random.between(0, foundWithinMs);
  }

  ticketMade(seen: SeenTicket): void {
    const { first, sentAt } = seen;
    this.tickets.push(seen);
    if (first !== null && (first.posted?.marker ?? null) !== null) {
      this.writes.push({ mirror: first, sentAt, answered: null });
    }
    this.#told(seen);
  }

  /** Nobody is there any more to be told that it failed. */
  #carryOutLate(carryOut: () => unknown): void {
    try {
      carryOut();
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
    }
  }

  /** The connection breaks at once, or nothing comes until the client gives up. */
  async #noAnswer(desk: SimulatedHelpdesk): Promise<DeliveryError> {
    if (this.#random.chance(0.4)) await this.#clock.sleep(clientTimeoutMs);
    return failure(desk, "did not answer", { decision: "uncertain", fault: "side" });
  }

  #commit(desk: SimulatedHelpdesk, message: OutgoingMessage, sentAt: number): SeenWrite {
    if (desk.missing.has(message.ticketId)) {
      throw failure(desk, "does not have the ticket", { decision: "permanent", fault: desk.refusalConcerns });
    }
    const shownAfter = this.#meets("shown late") ? this.#random.between(1, shownLateMs) : 0;
    const seen: SeenWrite = { mirror: desk.commit(message, shownAfter), sentAt, answered: null };
    this.writes.push(seen);
    const { id, ticketId, posted } = seen.mirror;
    const late =
      this.#clock.now() - sentAt > 1_000 ? `, ${Math.round((this.#clock.now() - sentAt) / 1_000)} s late` : "";
    this.#story.tell(`${desk.side}/${ticketId}: mirror ${id} of message ${posted?.marker?.messageId} is stored${late}`);
    return seen;
  }

  /** Where the request is refused before anything was carried out. */
  #refuseToReach(desk: Helpdesk): void {
    if (this.#isDown()) throw failure(desk, "cannot be reached", { decision: "retryable", fault: "side" });
    if (this.#clock.now() < this.offlineUntil) {
      throw failure(desk, "says that the tenant is offline", { decision: "retryable", fault: "side", status: 421 });
    }
    if (!this.#meets("throttled")) return;
    const retryAfterMs = this.#random.pick([1_000, 3_000, 30_000]);
    this.#budget.pauseFor(retryAfterMs);
    throw failure(desk, "asks for quiet", { decision: "retryable", fault: "side", status: 429, retryAfterMs });
  }

  #isDown(): boolean {
    return this.#clock.now() < this.downUntil || this.#meets("unreachable");
  }

  #meets(fault: CallFault): boolean {
    const met = this.#random.chance(this.mix[fault]);
    if (met) this.#story.count(fault);
    return met;
  }

  #transit(): Promise<void> {
    return this.#clock.sleep(this.#random.between(1, 40));
  }
}

const own = { fault: "side", status: 500, ownErrorBody: true } as const;
