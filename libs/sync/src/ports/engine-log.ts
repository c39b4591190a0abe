import type { Direction } from "@ticket-bridge/helpdesk";

export interface EngineLogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly correlationId?: string;
  /** Ids, durations, sentences. Never a message body, a token or a password. */
  readonly [field: string]: unknown;
}

/** What the engine tells the outside while it works. */
export interface EngineLog {
  log(line: EngineLogLine): void;
  /** A message reached its target, by an answer or found there by its marker; `latencyMs` since its capture. */
  delivered(direction: Direction, latencyMs: number): void;
}
