import { StoreUnavailableError } from "./store-unavailable-error.ts";

/** Prisma's codes for a database that cannot be reached, closed the connection or let us wait for one too long. */
const prismaCodes = /^P(1001|1002|1008|1011|1017|2024|2028)$/;

/** PostgreSQL's: connection exceptions, shutdown, start-up, no connections left. */
const sqlStates = /^(08\w{3}|57P0[1-5]|53300)$/;

const socketCodes = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH)$/;

const kinds = /^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections)$/;

/** Sentences of pg and PGlite, which have no code. */
const sentences =
  /Connection terminated|connection timeout|timeout exceeded when trying to connect|Query read timeout|not queryable|PGlite (instance )?is clos|Can't reach database|server closed the connection|Transaction already closed|Unable to start a transaction/i;

/** What a failed call rejects with: StoreUnavailableError when the database was away, else the error itself. */
export function asStoreError(error: unknown): unknown {
  return isUnavailable(error) ? new StoreUnavailableError(error) : error;
}

function isUnavailable(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Object && depth < 8; depth += 1) {
    if (at instanceof StoreUnavailableError) return false;
    if (speaksOfConnection(at)) return true;
    at = "cause" in at && at.cause instanceof Object ? at.cause : innerOf(at);
  }
  return false;
}

function speaksOfConnection(at: object): boolean {
  const code = textOf(at, "code");
  if (prismaCodes.test(code) || sqlStates.test(code) || socketCodes.test(code)) return true;
  if (sqlStates.test(textOf(at, "originalCode")) || kinds.test(textOf(at, "kind"))) return true;
  return sentences.test(textOf(at, "message"));
}

/** Prisma keeps what its adapter said in `meta`, with or without a level between. */
function innerOf(at: object): unknown {
  if ("driverAdapterError" in at) return at.driverAdapterError;
  return "meta" in at ? at.meta : null;
}

function textOf(at: object, key: string): string {
  const value: unknown = Reflect.get(at, key);
  return typeof value === "string" ? value : "";
}
