import { DeliveryError, type Account, type ReadOptions } from "@ticket-bridge/helpdesk";
import { statusError, unreadableAnswer } from "@ticket-bridge/http";

import { readAnswerBody } from "./answer-body.ts";
import type { RequestorAnswer, RequestorClient } from "./client.ts";
import { accountSchema } from "./wire.ts";

/**
 * The account the calls run as (GET Account/GetRequestorUser page, without id: the caller's own). Only operators may
 * send private messages (POST Tickets/NewMessage page), so `canWriteInternal` is true for an operator, a super operator
 * and an administrator. Whatever goes wrong here concerns the whole side: DeliveryError `retryable`, fault `side`.
 */
export async function describeAccount(client: RequestorClient, options?: ReadOptions): Promise<Account> {
  const call = await client.get("Account/GetRequestorUser", null, options).catch((error: unknown) => {
    // An answer too large to read is no message's fault here.
    throw error instanceof DeliveryError ? aboutTheSide(error) : error;
  });
  if (call.answer.status < 200 || call.answer.status > 299) throw refused(call);
  const body = readAnswerBody(call.answer);
  const parsed = accountSchema.safeParse(body.kind === "value" ? body.value : null);
  if (!parsed.success) throw unreadableAnswer({ ...call, expected: "the account the bridge runs as" });
  const { User: user } = parsed.data;
  return {
    id: user.UserProviderKey,
    name: [user.FullName, user.DisplayName, user.UserName].find((name) => name?.trim())?.trim() ?? "",
    canWriteInternal: [user.IsOperator, user.IsSuperOperator, user.IsAdministrator].includes(true),
  };
}

function refused(call: RequestorAnswer): DeliveryError {
  const hint = call.answer.status === 401 ? { hint: "the user name or the password is not accepted" } : {};
  return aboutTheSide(statusError({ ...call, ...hint }));
}

function aboutTheSide(error: DeliveryError): DeliveryError {
  if (error.decision === "retryable" && error.fault === "side") return error;
  return new DeliveryError(error.message, {
    decision: "retryable",
    fault: "side",
    status: error.status,
    retryAfterMs: error.retryAfterMs,
    ownErrorBody: error.ownErrorBody,
    cause: error,
  });
}
