import { otherSide, sideName, sourceOf, targetOf, type DeliveryError, type Direction } from "@ticket-bridge/helpdesk";

import type { ClaimedCreation } from "../ports/creation-store.ts";
import type { LaneMessage } from "../ports/lane-store.ts";

/** So many suspect failures of one message, while others of its side passed, and it is held for a person. */
const mostSuspicions = 5;

/** Credentials, time-outs, a wrong address and calls for quiet never depend on what a message says. */
const neverOfMessage = new Set([401, 407, 408, 421, 425, 429]);

/**
 * Whether a failure that is a fault of the side may be one of this message alone: the helpdesk's own error body with a
 * 5xx, or a refusal by something in front of it (a firewall that dislikes a word). Which of the two shows when others
 * pass meanwhile. A call for quiet (Retry-After) is none.
 */
export function isSuspect({ fault, status, ownErrorBody, retryAfterMs }: DeliveryError): boolean {
  if (fault !== "side" || status === null || retryAfterMs !== null) return false;
  if (status >= 500) return ownErrorBody;
  return status >= 400 && !neverOfMessage.has(status);
}

/**
 * Why a message is held that failed so often while others passed: it fails for its own sake, and read back before, it was
 * not written. Null while it may be tried again.
 */
export function tooOftenSuspected(
  row: Pick<LaneMessage, "suspicions" | "suspicion">,
  direction: Direction,
): string | null {
  if (row.suspicions < mostSuspicions) return null;
  const [source, target] = [sideName(sourceOf(direction)), sideName(targetOf(direction))];
  return `${failed(row, target)} for this message while ${target} took others, and it was not written. ${whatToDo(source, target)}`;
}

/** The same of a ticket that could not be made. */
export function ticketTooOftenSuspected(
  row: Pick<ClaimedCreation, "source" | "suspicions" | "suspicion">,
): string | null {
  if (row.suspicions < mostSuspicions) return null;
  const { side } = row.source;
  const [source, target] = [sideName(side), sideName(otherSide(side))];
  return `${failed(row, target)} for this ticket while ${target} took what else was written, and it was not made. ${whatToDo(source, target)}`;
}

function failed({ suspicions, suspicion }: Pick<LaneMessage, "suspicions" | "suspicion">, target: string): string {
  const failure = (suspicion ?? `${target} refused it`).replace(/[.\s]*$/, ".");
  return `${failure} That came ${suspicions} times`;
}

function whatToDo(source: string, target: string): string {
  return `Something in it is not accepted there or by a firewall in front: change it in ${source} or ask who runs ${target}, then retry; or skip it.`;
}
