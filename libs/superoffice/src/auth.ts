import type { HttpClient } from "@ticket-bridge/http";

import { systemUserCredentials } from "./auth/system-user.ts";

/** How the bridge proves who it is; one of the four schemes of the Authorization header (HTTP headers page). */
export type SuperOfficeAuth =
  | { readonly scheme: "basic"; readonly username: string; readonly password: string }
  | { readonly scheme: "bearer"; readonly token: string; readonly appToken?: string }
  | { readonly scheme: "ticket"; readonly token: string; readonly appToken?: string }
  | SystemUserAuth;

/** Server to server, online: a signed system token is exchanged for a ticket (sign-in-as-system-user pages). */
export interface SystemUserAuth {
  readonly scheme: "system-user";
  readonly systemToken: string;
  /** The application's client secret. */
  readonly appToken: string;
  /** Context identifier of the tenant, e.g. Cust12345. */
  readonly context: string;
  /** PEM text of the application's RSA key. */
  readonly privateKey: string;
  /** e.g. https://online.superoffice.com, never a numbered host. */
  readonly loginUrl: string;
}

export interface Credentials {
  /** The headers of one call. May wait for a login; rejects with DeliveryError or the signal's reason. */
  headers(signal?: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** What no error sentence may show: passwords, tokens, tickets, as they are now. */
  secrets(): readonly string[];
  /**
   * Called once per call, after 401 or 403 to `used`. True when other headers are there now and the call is worth
   * repeating; false when this scheme cannot renew.
   */
  renew(used: Readonly<Record<string, string>>, status: 401 | 403, signal?: AbortSignal): Promise<boolean>;
}

/**
 * The headers of the chosen scheme (HTTP headers page). Calls nothing by itself: a login is made by the first call.
 * @param clock wall clock, milliseconds since 1970: the system user's signature carries the time
 */
export function createCredentials(auth: SuperOfficeAuth, http: HttpClient, clock: () => number): Credentials {
  switch (auth.scheme) {
    case "basic": {
      const pair = Buffer.from(`${auth.username}:${auth.password}`, "utf8").toString("base64");
      return fixed({ authorization: `Basic ${pair}` }, [auth.password, pair]);
    }
    case "bearer":
      return fixed({ authorization: `Bearer ${auth.token}`, ...appToken(auth.appToken) }, secretsOf(auth));
    case "ticket":
      // The ticket goes out as it is: it is base64 already.
      return fixed({ authorization: `SOTicket ${auth.token}`, ...appToken(auth.appToken) }, secretsOf(auth));
    case "system-user":
      return systemUserCredentials(auth, http, clock);
  }
}

function fixed(headers: Readonly<Record<string, string>>, secrets: readonly string[]): Credentials {
  return { headers: () => Promise.resolve(headers), secrets: () => secrets, renew: () => Promise.resolve(false) };
}

function secretsOf(auth: { readonly token: string; readonly appToken?: string }): readonly string[] {
  return [auth.token, auth.appToken ?? ""];
}

function appToken(token: string | undefined): Record<string, string> {
  return token === undefined || token === "" ? {} : { "so-apptoken": token };
}
