import { sides, type Side } from "@ticket-bridge/helpdesk";

import { historyCalls } from "../decide/history-calls.ts";
import { historyOutcome } from "../decide/history-outcome.ts";
import { planTicket, type HistoryFacts, type TicketPlan } from "../decide/plan-history.ts";
import type { EngineSettings } from "../engine-context.ts";
import type { BackfillOptions, BackfillPlan, FailedTicket } from "./words.ts";

/** As many tickets that cannot be planned are named; the others are counted. */
const mostNamed = 20;

/** Adds up a plan ticket by ticket: figures only, so that it takes the same memory for any number of them. */
export class PlanSums {
  readonly #settings: Pick<EngineSettings, "sides">;
  readonly #options: Pick<BackfillOptions, "maxRps">;
  readonly #tickets = { superoffice: 0, requestor: 0 };
  readonly #messages = { superoffice: 0, requestor: 0 };
  readonly #toWrite = { superoffice: 0, requestor: 0 };
  readonly #calls = { superoffice: 0, requestor: 0 };
  readonly #kinds = { linked: 0, "to-link": 0, "to-create": 0 };
  readonly #skipped = new Map<string, number>();
  readonly #failed: FailedTicket[] = [];
  #failedCount = 0;
  #mirrored = 0;
  #toAdopt = 0;
  #lookAlike = 0;
  #secondRunWrites = 0;

  constructor(settings: Pick<EngineSettings, "sides">, options: Pick<BackfillOptions, "maxRps">) {
    this.#settings = settings;
    this.#options = options;
  }

  add(kind: "linked" | "to-link" | "to-create", facts: HistoryFacts, plan: TicketPlan): void {
    this.#kinds[kind] += 1;
    const messages = { superoffice: facts.messages.superoffice.length, requestor: facts.messages.requestor.length };
    const calls = historyCalls(plan, messages, kind);
    const again = planTicket(historyOutcome(facts, plan));
    for (const side of sides) {
      if (facts.tickets[side] !== "") this.#tickets[side] += 1;
      this.#messages[side] += messages[side];
      this.#toWrite[side] += plan.writes[side];
      this.#calls[side] += calls[side];
      this.#secondRunWrites += again.writes[side];
    }
    this.#skip(plan.skipped);
    this.#mirrored += plan.mirrored;
    this.#toAdopt += plan.adopt.length;
    this.#lookAlike += plan.lookAlike;
  }

  /** A ticket without a counterpart that gets none: its messages count, and why they stay where they are. */
  leaveOut(facts: HistoryFacts, { skipped }: TicketPlan): void {
    for (const side of sides) {
      if (facts.tickets[side] !== "") this.#tickets[side] += 1;
      this.#messages[side] += facts.messages[side].length;
    }
    this.#skip(skipped);
  }

  #skip(skipped: TicketPlan["skipped"]): void {
    for (const [reason, count] of skipped) this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + count);
  }

  fail(ticket: FailedTicket): void {
    this.#failedCount += 1;
    if (this.#failed.length < mostNamed) this.#failed.push(ticket);
    if (ticket.superofficeTicketId !== null) this.#tickets.superoffice += 1;
    if (ticket.requestorTicketId !== null) this.#tickets.requestor += 1;
  }

  get messages(): number {
    return this.#messages.superoffice + this.#messages.requestor;
  }

  get failedCount(): number {
    return this.#failedCount;
  }

  plan(): BackfillPlan {
    return {
      tickets: { ...this.#tickets },
      messages: { ...this.#messages },
      linked: this.#kinds.linked,
      toLink: this.#kinds["to-link"],
      toCreate: this.#kinds["to-create"],
      mirrored: this.#mirrored,
      toWrite: { ...this.#toWrite },
      toAdopt: this.#toAdopt,
      lookAlike: this.#lookAlike,
      skipped: [...this.#skipped]
        .map(([reason, count]) => ({ reason, count }))
        .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
      failed: [...this.#failed],
      failedCount: this.#failedCount,
      calls: { ...this.#calls },
      seconds: this.#seconds(),
      secondRunWrites: this.#secondRunWrites,
    };
  }

  /** The slower of both helpdesks, at its whole rate, or all calls at the pace that was asked for. */
  #seconds(): number {
    const at = (side: Side) => this.#calls[side] / this.#settings.sides[side].callsPerSecond;
    const { maxRps } = this.#options;
    const paced = maxRps === null ? 0 : (this.#calls.superoffice + this.#calls.requestor) / maxRps;
    return Math.ceil(Math.max(at("superoffice"), at("requestor"), paced));
  }
}
