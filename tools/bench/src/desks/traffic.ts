import { setTimeout as delay } from "node:timers/promises";

import { directions, sourceOf, type Direction, type Side } from "@ticket-bridge/helpdesk";
import type { WriteRecord } from "@ticket-bridge/simulators";

import { CallCounter, type CountsBySide } from "./call-counts.ts";
import { fileOf } from "./files.ts";
import { edit, filesOf, write, type Controls } from "./people.ts";
import { placeOf, type TrafficPlan } from "./plan.ts";
import { numberIn, wordsOf } from "./words.ts";

export interface TrafficResult {
  readonly messages: number;
  /** From the first message, or from when a backlog was let go, to the last mirror. */
  readonly seconds: number;
  /** Milliseconds from the source's commit to the target's, by the one clock of this process. */
  readonly latencies: Readonly<Record<Direction, readonly number[]>>;
  /** Mirrors past the first of a message. */
  readonly doubled: number;
  readonly calls: CountsBySide;
}

/** What was seen of a run without waiting for it. */
export type TrafficSeen = Pick<TrafficResult, "messages" | "doubled" | "calls">;

const patienceMs = 60_000;
/** Helpdesks keep what was asked of them for tests; nobody asks for it here. */
const forgetEveryMs = 1_000;

/** One run of people writing in both helpdesks, until the last of their messages stands on the other side. */
export class Traffic {
  readonly #controls: Controls;
  readonly #plan: TrafficPlan;
  readonly #run: number;
  readonly #toEdit: readonly number[] | null;
  /** In base64; made before the clock runs. */
  readonly #file: string | null;
  readonly #counters: Readonly<Record<Side, CallCounter>> = {
    superoffice: new CallCounter(),
    requestor: new CallCounter(),
  };
  readonly #writtenAt: number[] = [];
  readonly #messageIds: number[] = [];
  readonly #mirroredAt = new Map<number, number>();
  readonly #over = Promise.withResolvers<void>();
  #doubled = 0;
  #lastProgress = performance.now();

  /**
   * @param run a number that no other run against these helpdesks has
   * @param toEdit the messages of an earlier run by the same plan: each is edited, instead of a new one written
   */
  constructor(controls: Controls, plan: TrafficPlan, run: number, toEdit: readonly number[] | null = null) {
    this.#controls = controls;
    this.#plan = plan;
    this.#run = run;
    this.#toEdit = toEdit;
    this.#file = plan.fileBytes === undefined ? null : fileOf(plan.fileBytes);
  }

  /** At the source, by number. */
  get messageIds(): readonly number[] {
    return this.#messageIds;
  }

  /** Lets people write at the plan's pace; resolves when all is mirrored, rejects when nothing moves for a minute. */
  async run(): Promise<TrafficResult> {
    const { pace, messages } = this.#plan;
    return await this.#observed(async () => {
      const from = performance.now();
      if (pace.kind === "outstanding") this.#writeMore(pace.atOnce);
      if (pace.kind === "rate") void this.#writeEvenly(pace.perSecond);
      if (pace.kind === "backlog") this.#writeMore(messages);
      await this.#allMirrored();
      return from;
    });
  }

  /** Places a backlog without waiting for it. */
  place(): void {
    this.#writeMore(this.#plan.messages);
  }

  /** Waits until the placed backlog is mirrored; time and calls count from now. */
  async drained(): Promise<TrafficResult> {
    return await this.#observed(async () => {
      const from = performance.now();
      await this.#allMirrored();
      return from;
    });
  }

  /** Sees the calls and the placed messages' mirrors from now on, until the function that it gives back is called. */
  watch(): () => TrafficSeen {
    const stop = this.#observe();
    const forgetting = setInterval(() => this.#forgetRecords(), forgetEveryMs);
    return () => {
      clearInterval(forgetting);
      stop();
      return { messages: this.#mirroredAt.size, doubled: this.#doubled, calls: this.#calls() };
    };
  }

  async #observed(work: () => Promise<number>): Promise<TrafficResult> {
    const stop = this.#observe();
    try {
      const from = await work();
      return this.#result(from);
    } finally {
      stop();
    }
  }

  #observe(): () => void {
    const { superoffice, requestor } = this.#controls;
    const stops = [
      superoffice.observe({
        call: (call) => this.#counters.superoffice.call(call),
        write: (record) => this.#take("requestor-to-superoffice", record),
      }),
      requestor.observe({
        call: (call) => this.#counters.requestor.call(call),
        write: (record) => this.#take("superoffice-to-requestor", record),
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      this.#forgetRecords();
    };
  }

  #forgetRecords(): void {
    this.#controls.superoffice.clearRecords();
    this.#controls.requestor.clearRecords();
  }

  #calls(): CountsBySide {
    return { superoffice: this.#counters.superoffice.counts(), requestor: this.#counters.requestor.counts() };
  }

  async #allMirrored(): Promise<void> {
    const watch = setInterval(() => {
      if (performance.now() - this.#lastProgress < patienceMs) return;
      const { messages } = this.#plan;
      this.#over.reject(new Error(`Only ${this.#mirroredAt.size} of ${messages} messages were mirrored.`));
    }, 1_000);
    await this.#over.promise.finally(() => clearInterval(watch));
  }

  #writeMore(messages: number): void {
    const last = Math.min(this.#writtenAt.length + messages, this.#plan.messages);
    while (this.#writtenAt.length < last) this.#write(this.#writtenAt.length);
  }

  async #writeEvenly(perSecond: number): Promise<void> {
    const from = performance.now();
    for (let number = 0; number < this.#plan.messages; number += 1) {
      await delay(Math.max(0, from + (number * 1_000) / perSecond - performance.now()));
      this.#write(number);
    }
  }

  #write(number: number): void {
    const place = placeOf(this.#plan, number);
    const words = wordsOf(this.#run, number);
    const side = sourceOf(place.direction);
    this.#counters[side].written(place.pair[side]);
    this.#writtenAt[number] = performance.now();
    const id = this.#toEdit?.[number];
    if (id === undefined) this.#messageIds[number] = write(this.#controls, place, words, this.#file);
    else edit(this.#controls, place, words, id);
  }

  #take(direction: Direction, record: WriteRecord): void {
    const now = performance.now();
    const number = numberIn(this.#run, bodyOf(record));
    if (number === null || placeOf(this.#plan, number).direction !== direction) return;
    if (this.#mirroredAt.has(number)) {
      this.#doubled += 1;
      return;
    }
    if (!this.#hasItsFile(number, record)) {
      this.#over.reject(new Error(`Message ${number} came without its file, or with another one.`));
    }
    this.#mirroredAt.set(number, now);
    this.#lastProgress = now;
    if (this.#mirroredAt.size === this.#plan.messages) this.#over.resolve();
    // After the write was answered: the next message is another person's doing.
    else if (this.#plan.pace.kind === "outstanding") setImmediate(() => this.#writeMore(1));
  }

  #hasItsFile(number: number, { id }: WriteRecord): boolean {
    if (this.#file === null) return true;
    const files = filesOf(this.#controls, placeOf(this.#plan, number), id);
    return files.length === 1 && files[0] === this.#file;
  }

  #result(from: number): TrafficResult {
    const latencies: Record<Direction, number[]> = { "superoffice-to-requestor": [], "requestor-to-superoffice": [] };
    for (const [number, at] of this.#mirroredAt) {
      latencies[placeOf(this.#plan, number).direction].push(at - (this.#writtenAt[number] ?? at));
    }
    for (const direction of directions) latencies[direction].sort((a, b) => a - b);
    return {
      messages: this.#plan.messages,
      seconds: (Math.max(...this.#mirroredAt.values()) - from) / 1_000,
      latencies,
      doubled: this.#doubled,
      calls: this.#calls(),
    };
  }
}

/** What a call writes in a message; nothing for all other calls, the bytes of a file too. */
function bodyOf({ body }: WriteRecord): string {
  if (typeof body !== "object" || body === null) return "";
  const { Entity = body } = body as { readonly Entity?: object };
  const { Body, HtmlBody, Message } = Entity as Readonly<Record<string, unknown>>;
  return [Body, HtmlBody, Message].filter((part) => typeof part === "string").join("\n");
}
