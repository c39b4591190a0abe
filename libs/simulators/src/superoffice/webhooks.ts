import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

import type { ChangeSignal } from "../change-signal.ts";
import type { WebhookPost } from "../webhook-post.ts";
import { showDate } from "./dates.ts";
import type { SuperOfficeDesk, TicketEvent } from "./desk.ts";
import { SuperOfficeRefusal } from "./errors.ts";
import type { SuperOfficeWebhook } from "./model.ts";
import { payload, sign } from "./webhook-payload.ts";

/** One try to deliver an event. `status` is null when there was no answer. */
export type WebhookTry = {
  webhookId: number;
  event: string;
  eventId: string;
  ticketId: number;
  attempt: number;
  status: number | null;
  time: string;
};

type Pending = {
  eventId: string;
  event: string;
  ticketId: number;
  body: string;
  attempts: number;
  /** The discard that it would fall under. */
  generation: number;
};

const CYCLE_DELAYS_MS = [0, 1000, 4000];
const BACK_OF_QUEUE_MS = 30_000;
const MAX_FAILURES = 9;

/** Delivers ticket events: three tries a cycle, then to the back of the queue; nine failures in a row stop a hook. */
export class WebhookDelivery {
  #desk: SuperOfficeDesk | undefined;
  readonly #signal: ChangeSignal;
  readonly #way: WebhookPost;
  readonly #abort = new AbortController();
  readonly #queues = new Map<number, Pending[]>();
  readonly #working = new Map<number, number>();
  readonly #generations = new Map<number, number>();
  #tries: WebhookTry[] = [];

  constructor(signal: ChangeSignal, way: WebhookPost) {
    this.#signal = signal;
    this.#way = way;
  }

  /** The desk announces through this, so it comes second. */
  serve(desk: SuperOfficeDesk): void {
    this.#desk = desk;
  }

  tries(): WebhookTry[] {
    return [...this.#tries];
  }

  clear(): void {
    this.#tries = [];
  }

  stop(): void {
    this.#abort.abort();
  }

  /** Queues the event for every active hook that wants it. */
  announce(event: TicketEvent): void {
    const desk = this.#desk;
    if (!desk) return;
    for (const hook of desk.state.webhooks.values()) {
      if (hook.state !== "Active" || !hook.events.includes(event.event)) continue;
      const eventId = randomUUID();
      const body = JSON.stringify(payload(desk, hook, event, eventId));
      const { event: name, ticketId } = event;
      const generation = this.#generation(hook.id);
      this.#way.pass(() => this.#enqueue(hook, { eventId, event: name, ticketId, body, attempts: 0, generation }));
    }
  }

  /** The synchronous test call of a save: anything but 200 refuses the hook. */
  async test(hook: SuperOfficeWebhook): Promise<void> {
    const eventId = randomUUID();
    const body = JSON.stringify({
      EventId: eventId,
      Timestamp: this.#moment(),
      Changes: [],
      Event: "test",
      PrimaryKey: 0,
      Entity: "test",
      ContextIdentifier: this.#desk?.settings.tenant,
      ChangedByAssociateId: 0,
      WebhookName: hook.name,
    });
    const status = await this.#post(hook, body, "test", randomUUID(), 0, { "X-Hook-Test": "true" });
    if (status !== 200) {
      const reason = status === null ? "no answer" : `status ${status}`;
      throw new SuperOfficeRefusal(
        500,
        "SoWebhookException",
        `The webhook target did not accept the test call: ${reason}`,
      );
    }
  }

  /** Forgets what is queued for a hook; what is lost there is lost. */
  discard(webhookId: number): void {
    this.#queues.delete(webhookId);
    this.#generations.set(webhookId, this.#generation(webhookId) + 1);
  }

  #generation(webhookId: number): number {
    return this.#generations.get(webhookId) ?? 0;
  }

  #alive(hook: SuperOfficeWebhook, pending: Pending): boolean {
    return hook.state === "Active" && pending.generation === this.#generation(hook.id);
  }

  #enqueue(hook: SuperOfficeWebhook, pending: Pending): void {
    const queue = this.#queues.get(hook.id) ?? [];
    queue.push(pending);
    this.#queues.set(hook.id, queue);
    const working = this.#working.get(hook.id) ?? 0;
    if (working >= (this.#desk?.settings.webhooks.concurrency ?? 1)) return;
    this.#working.set(hook.id, working + 1);
    void this.#work(hook);
  }

  async #work(hook: SuperOfficeWebhook): Promise<void> {
    for (;;) {
      const pending = this.#queues.get(hook.id)?.shift();
      if (!pending || this.#abort.signal.aborted) break;
      if (this.#alive(hook, pending)) await this.#cycle(hook, pending);
    }
    // In the turn that found the queue empty, so that no event is queued for a worker that is about to leave.
    this.#working.set(hook.id, (this.#working.get(hook.id) ?? 1) - 1);
  }

  async #cycle(hook: SuperOfficeWebhook, pending: Pending): Promise<void> {
    for (const pause of CYCLE_DELAYS_MS) {
      if (!(await this.#pause(pause)) || !this.#alive(hook, pending)) return;
      pending.attempts += 1;
      const status = await this.#post(hook, pending.body, pending.event, pending.eventId, pending.attempts - 1);
      if (this.#abort.signal.aborted) return;
      this.#record(hook, pending, status);
      if (status === 200) return;
    }
    // Meanwhile the worker serves the others.
    void this.#pause(BACK_OF_QUEUE_MS).then((goOn) => {
      if (goOn && this.#alive(hook, pending)) this.#enqueue(hook, pending);
    });
  }

  #record(hook: SuperOfficeWebhook, pending: Pending, status: number | null): void {
    const { eventId, event, ticketId, attempts } = pending;
    this.#tries.push({ webhookId: hook.id, event, eventId, ticketId, attempt: attempts, status, time: this.#moment() });
    if (status === 200) {
      hook.consecutiveFailures = 0;
    } else {
      hook.consecutiveFailures += 1;
      hook.lastError = status === null ? "No answer" : `Status ${status}`;
      if (hook.consecutiveFailures >= MAX_FAILURES) {
        hook.state = "TooManyErrors";
        this.discard(hook.id);
      }
    }
    this.#signal.changed();
  }

  async #pause(ms: number): Promise<boolean> {
    const scaled = ms * (this.#desk?.settings.webhooks.delayScale ?? 1);
    if (scaled === 0) return !this.#abort.signal.aborted;
    return delay(scaled, true, { signal: this.#abort.signal }).catch(() => false);
  }

  async #post(
    hook: SuperOfficeWebhook,
    body: string,
    event: string,
    eventId: string,
    retry: number,
    extra: Record<string, string> = {},
  ): Promise<number | null> {
    const headers: Record<string, string> = {
      "Content-Type": "application/json; charset=utf-8",
      "User-Agent": "NetServer-Webhook/10.5",
      "X-SuperOffice-Event": event,
      "X-SuperOffice-EventId": eventId,
      "X-SuperOffice-Retry": String(retry),
      ...hook.headers,
      ...extra,
    };
    if (hook.secret !== "") headers["X-SuperOffice-Signature"] = sign(hook.secret, body);
    const timeout = AbortSignal.timeout(this.#desk?.settings.webhooks.timeoutMs ?? 10_000);
    try {
      const response = await fetch(hook.targetUrl, {
        method: "POST",
        headers,
        body,
        redirect: "manual",
        signal: AbortSignal.any([this.#abort.signal, timeout]),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return null;
    }
  }

  #moment(): string {
    const now = this.#desk?.now() ?? new Date();
    return showDate(now.toISOString(), { zone: "UTC", includeOffset: true, fraction: true });
  }
}
