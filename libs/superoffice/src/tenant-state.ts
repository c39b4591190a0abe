import type { HttpClient } from "@ticket-bridge/http";

import { tenantStateWire } from "./wire.ts";

/** What the tenant status API says (tenant-status-api page). */
export interface TenantState {
  readonly isRunning: boolean;
  /** SuperOffice's own word, e.g. "Backup"; empty when it gives none. */
  readonly state: string;
  /** The tenant's present base URL without /api/v1; null when not told. */
  readonly api: string | null;
}

/** A helpdesk that is down must not make its callers wait long for the reason. */
const patienceMs = 5_000;

/**
 * Asks how the tenant is (tenant-status-api page), without credentials, for five seconds at most. Never rejects. Null when there is no such API (onsite) or it does not answer: the state
 * only explains a failure and must never become one, not even when `signal` aborts.
 */
export async function readTenantState(
  http: HttpClient,
  stateUrl: string | null,
  signal?: AbortSignal,
): Promise<TenantState | null> {
  if (stateUrl === null) return null;
  const patience = AbortSignal.timeout(patienceMs);
  try {
    const answer = await http.send({
      method: "GET",
      url: stateUrl,
      name: "tenant state",
      headers: { accept: "application/json" },
      safeToRepeat: true,
      signal: signal === undefined ? patience : AbortSignal.any([signal, patience]),
    });
    if (answer.status !== 200) return null;
    const parsed = tenantStateWire.safeParse(JSON.parse(answer.text));
    if (!parsed.success) return null;
    const { IsRunning, State, Api, Endpoint } = parsed.data;
    return { isRunning: IsRunning ?? true, state: State ?? "", api: (Api || Endpoint) ?? null };
  } catch {
    // Also when aborted: the caller holds an answer whose meaning must not get lost over this question.
    return null;
  }
}

const online = /^(sod|qaonline|online)\d*\.superoffice\.com$/i;

/**
 * Where the state of the tenant is told: on the un-numbered host of its environment (the login host), for the context
 * that is the first part of the tenant's path. On loopback the same server answers for both. Null onsite. Throws a
 * TypeError for what is no address.
 */
export function tenantStateUrl(tenantUrl: string, loginUrl: string | undefined): string | null {
  const url = new URL(tenantUrl);
  const context = url.pathname.split("/").find((part) => part !== "");
  if (context === undefined) return null;
  const environment = online.exec(url.hostname)?.[1]?.toLowerCase();
  const origin =
    loginUrl !== undefined
      ? new URL(loginUrl).origin
      : environment !== undefined
        ? `https://${environment}.superoffice.com`
        : isLoopback(url.hostname)
          ? url.origin
          : null;
  return origin === null ? null : `${origin}/api/state/${encodeURIComponent(context)}`;
}

/**
 * Whether credentials may follow the tenant to its new address: https on the same port, within the same SuperOffice
 * environment (sod, qaonline or online under superoffice.com), the same tenant; on loopback to another loopback port.
 */
export function mayFollow(from: string, to: string): boolean {
  if (!URL.canParse(to)) return false;
  const [old, moved] = [new URL(from), new URL(to)];
  if (trimmed(old.pathname) !== trimmed(moved.pathname)) return false;
  if (isLoopback(old.hostname)) return isLoopback(moved.hostname) && moved.protocol === old.protocol;
  const environment = online.exec(old.hostname)?.[1]?.toLowerCase();
  return (
    environment !== undefined &&
    moved.protocol === "https:" &&
    moved.port === (old.protocol === "https:" ? old.port : "") &&
    environment === online.exec(moved.hostname)?.[1]?.toLowerCase()
  );
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function trimmed(path: string): string {
  return path
    .toLowerCase()
    .replace(/\/+$/, "")
    .replace(/\/api$/, "");
}
