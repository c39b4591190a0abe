import createClient from "openapi-fetch";

import { allInOwnOrder } from "../texts/reading-order.ts";
import { ProblemError } from "./problem-error.ts";
import type { paths } from "./schema.ts";
import type { Problem } from "./shapes.ts";

/** The admin API as its document describes it, called with the session's cookie. */
export const api = createClient<paths>({ baseUrl: "/", credentials: "same-origin" });

interface Outcome<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** The content of a call's success, with nothing in it that turns words round. Throws ProblemError when the bridge refused, TypeError when it was not reached. */
export async function answerOf<Data>(call: Promise<Outcome<Data>>): Promise<Data> {
  const { data, error, response } = await call;
  if (!response.ok) {
    if (response.status === 401) window.dispatchEvent(new Event(signedOutEvent));
    throw new ProblemError(response.status, isProblem(error) ? allInOwnOrder(error) : undefined);
  }
  return allInOwnOrder(data as Data);
}

/** Told to the window when the bridge says that nobody is signed in any more. */
export const signedOutEvent = "ticket-bridge:signed-out";

function isProblem(error: unknown): error is Partial<Problem> {
  return typeof error === "object" && error !== null && "detail" in error;
}
