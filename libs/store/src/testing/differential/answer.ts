import type { Actor } from "./actor.ts";
import type { Given, Kind } from "./call.ts";

export type Acts = { readonly [Of in Kind]: (actor: Actor, given: Given<Of>) => Promise<unknown> };

/** In place of an answer, where what the call names is not there. */
export const nothing = "nothing to do it with";

/** What an act answered, or that it rejected, in words that are the same for every store. */
export async function answerOf(act: () => Promise<unknown>): Promise<unknown> {
  try {
    return await act();
  } catch (error) {
    return { rejected: error instanceof Error ? error.name : String(error) };
  }
}
