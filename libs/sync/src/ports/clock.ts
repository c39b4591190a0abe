/** Time, as an argument: the engine never asks the machine itself, so that it can be simulated. */
export interface Clock {
  /** Milliseconds since 1970 UTC, for what people read. Never compared with the database's clock. */
  now(): number;
  /** Milliseconds that only go forward, for leases. */
  monotonic(): number;
  /** Resolves after the time, or at once when the signal aborts; never rejects. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Randomness, as an argument. */
export interface Random {
  /** A number from 0 up to but not including 1. */
  next(): number;
  /** A fresh id that nobody else makes, for workers, attempts and correlations. */
  id(): string;
}
