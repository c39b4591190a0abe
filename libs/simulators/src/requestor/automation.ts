import { createHmac } from "node:crypto";

import type { ChangeSignal } from "../change-signal.ts";
import type { RequestorHook, RequestorTicket } from "./model.ts";
import { ticketRef } from "./model.ts";

/** One hint that was sent; `status` is null when there was no answer. */
export type HintRecord = { ticketId: number; url: string; body: string; status: number | null; time: string };

const TIMEOUT_MS = 10_000;

/** Sends `{"TicketId":1}` or `{"TicketREF":"INC-000047"}` as an automation of the helpdesk might: once, never again. */
export class Automation {
  readonly #signal: ChangeSignal;
  readonly #abort = new AbortController();
  #hints: HintRecord[] = [];

  constructor(signal: ChangeSignal) {
    this.#signal = signal;
  }

  hints(): HintRecord[] {
    return [...this.#hints];
  }

  clear(): void {
    this.#hints = [];
  }

  stop(): void {
    this.#abort.abort();
  }

  /** Resolves when the receiver answered or did not. */
  async send(hook: RequestorHook, ticket: RequestorTicket): Promise<HintRecord> {
    const body = JSON.stringify(hook.form === "id" ? { TicketId: ticket.id } : { TicketREF: ticketRef(ticket) });
    const status = await this.#post(hook, body);
    const hint = { ticketId: ticket.id, url: hook.url, body, status, time: new Date().toISOString() };
    this.#hints.push(hint);
    if (!this.#abort.signal.aborted) this.#signal.changed();
    return hint;
  }

  async #post({ url, secret }: RequestorHook, body: string): Promise<number | null> {
    const signature = createHmac("sha256", secret).update(body, "utf8").digest("hex");
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json; charset=utf-8", "X-Hub-Signature-256": `sha256=${signature}` },
        body,
        redirect: "manual",
        signal: AbortSignal.any([this.#abort.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return null;
    }
  }
}
