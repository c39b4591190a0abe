import { DeliveryError } from "@ticket-bridge/helpdesk";
import { scrubbed, statusError, unreadableAnswer, type HttpAnswer, type HttpClient } from "@ticket-bridge/http";

import type { Credentials, SystemUserAuth } from "../auth.ts";
import { readErrorBody } from "../error-body.ts";
import { withSignal } from "./with-signal.ts";
import { systemUserAnswerWire } from "../wire.ts";
import { signSystemToken } from "./sign-system-token.ts";
import { readSystemUserToken } from "./system-user-token.ts";

/**
 * A 403 to a ticket younger than this is about rights, not about the ticket: logging in again would only add load. A 401
 * to a young ticket is given one new login in this time, should the ticket have been revoked, and no second one.
 */
const freshMs = 60_000;

/** What the login service refused it refuses again: however many calls ask, it is not asked more often than this. */
const refusalMs = 30_000;

interface Ticket {
  readonly headers: Readonly<Record<string, string>>;
  readonly issuedAt: number;
}

/**
 * The system user's ticket: got at the first call, kept as long as it works (six hours, sliding), renewed once after a
 * 401 or 403. However many calls need it, one login runs at a time, and a refused one is not tried again at once.
 */
export function systemUserCredentials(auth: SystemUserAuth, http: HttpClient, clock: () => number): Credentials {
  let ticket: Ticket | null = null;
  let login: Promise<Ticket> | null = null;
  let refusal: { readonly error: DeliveryError; readonly at: number } | null = null;
  let renewedAt = Number.NEGATIVE_INFINITY;
  const isWithin = (at: number, milliseconds: number): boolean => {
    const passed = clock() - at;
    // The wall clock may be set back.
    return passed >= 0 && passed < milliseconds;
  };

  const current = async (signal?: AbortSignal): Promise<Ticket> => {
    signal?.throwIfAborted();
    if (ticket !== null) return ticket;
    if (refusal !== null && isWithin(refusal.at, refusalMs)) throw refusal.error;
    login ??= logIn(auth, http, clock)
      .then((fresh) => (ticket = fresh))
      .catch((error: unknown) => {
        if (isRefusal(error)) refusal = { error, at: clock() };
        throw error;
      })
      .finally(() => (login = null));
    // The login belongs to all who wait for it, so one caller's signal ends only that caller's waiting.
    return withSignal(login, signal);
  };

  return {
    headers: async (signal) => (await current(signal)).headers,
    secrets: () => [...secretsOf(auth), ...Object.values(ticket?.headers ?? {})],
    renew: async (used, status, signal) => {
      const stale = ticket;
      if (stale !== null && stale.headers === used) {
        const isYoung = isWithin(stale.issuedAt, freshMs);
        if (isYoung && (status === 403 || isWithin(renewedAt, freshMs))) return false;
        renewedAt = clock();
        ticket = null;
      }
      await current(signal);
      return true;
    },
  };
}

async function logIn(auth: SystemUserAuth, http: HttpClient, clock: () => number): Promise<Ticket> {
  const request = {
    method: "POST",
    url: `${loginRoot(auth.loginUrl)}/Login/api/PartnerSystemUser/Authenticate`,
    name: "PartnerSystemUser/Authenticate (login service)",
    headers: { accept: "application/json", "content-type": "application/json" },
    safeToRepeat: true,
  } as const;
  const signed = sign(auth, clock());
  const secrets = [...secretsOf(auth), signed];
  const body = JSON.stringify({
    SignedSystemToken: signed,
    ApplicationToken: auth.appToken,
    ContextIdentifier: auth.context,
    ReturnTokenType: "JWT",
  });
  const answer = await http.send({ ...request, body }).catch((error: unknown) => {
    throw error instanceof DeliveryError && error.decision === "permanent" ? aboutTheSide(error) : error;
  });
  if (answer.status !== 200) {
    const ownError = readErrorBody(answer)?.message ?? null;
    throw aboutTheSide(statusError({ side: "superoffice", request, answer, ownError, secrets }));
  }
  const parsed = systemUserAnswerWire.safeParse(parse(answer));
  if (!parsed.success) throw unreadableAnswer({ side: "superoffice", request, answer, expected: "a login answer" });
  if (!parsed.data.Token || parsed.data.IsSuccessful === false) {
    throw refused(scrubbed(parsed.data.ErrorMessage || "no reason given", secrets));
  }
  const read = readSystemUserToken(parsed.data.Token, auth.context, clock());
  if ("refusal" in read) throw refused(read.refusal);
  return {
    headers: { authorization: `SOTicket ${read.ticket}`, "so-apptoken": auth.appToken },
    issuedAt: clock(),
  };
}

/** A login that was answered with no, unlike one that got no answer, an overloaded server's or one asking for patience. */
function isRefusal(error: unknown): error is DeliveryError {
  if (!(error instanceof DeliveryError) || error.status === null) return false;
  return error.status >= 400 && error.status < 500 && ![408, 421, 425, 429].includes(error.status);
}

function secretsOf(auth: SystemUserAuth): readonly string[] {
  return [auth.systemToken, auth.appToken];
}

function sign(auth: SystemUserAuth, now: number): string {
  try {
    return signSystemToken(auth.systemToken, auth.privateKey, now);
  } catch (cause) {
    throw new DeliveryError("the private key of the SuperOffice application cannot be used to sign", {
      decision: "retryable",
      fault: "side",
      cause,
    });
  }
}

/** Nothing was written, and whatever the login service says concerns every call. */
function aboutTheSide(error: DeliveryError): DeliveryError {
  return new DeliveryError(error.message, {
    decision: "retryable",
    fault: "side",
    status: error.status,
    retryAfterMs: error.retryAfterMs,
    ownErrorBody: error.ownErrorBody,
    cause: error,
  });
}

function refused(reason: string): DeliveryError {
  return new DeliveryError(`SuperOffice's login service did not let the system user in: ${reason}`, {
    decision: "retryable",
    fault: "side",
    status: 401,
  });
}

function parse(answer: HttpAnswer): unknown {
  try {
    return JSON.parse(answer.text);
  } catch {
    return null;
  }
}

function loginRoot(url: string): string {
  return url.replace(/\/+$/, "").replace(/\/login$/i, "");
}
