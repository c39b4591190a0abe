import type { IncomingHttpHeaders } from "node:http";
import { randomBytes } from "node:crypto";

import type { SuperOfficeSettings } from "./options.ts";

type IssuedTicket = { associateId: number; expires: number; lifetimeMs: number };

const TICKET_LIFETIME_MS = 6 * 60 * 60 * 1000;

/** Who may call. Knows the configured credentials and the tickets that were issued to the system user. */
export class SuperOfficeAuthority {
  readonly #settings: SuperOfficeSettings;
  readonly #issued = new Map<string, IssuedTicket>();
  readonly #dead = new Set<string>();

  readonly #now: () => Date;

  constructor(settings: SuperOfficeSettings, now: () => Date) {
    this.#settings = settings;
    this.#now = now;
  }

  /** The associate for whom the call runs, or null: 401. */
  authenticate(headers: IncomingHttpHeaders): number | null {
    const [, scheme = "", credential = ""] = /^(\S+)\s+(.+)$/.exec(headers.authorization ?? "") ?? [];
    switch (scheme.toLowerCase()) {
      case "basic":
        return this.#basic(credential);
      case "bearer":
        return this.#known(this.#settings.auth.bearer?.find(({ token }) => token === credential));
      case "soticket":
        return this.#appTokenFits(headers["so-apptoken"]) ? this.#ticket(credential) : null;
      default:
        return null;
    }
  }

  /** Issues the credential ticket of a system user. */
  issueTicket(associateId: number, lifetimeMs = TICKET_LIFETIME_MS): string {
    const ticket = `7T:${randomBytes(24).toString("base64")}`;
    this.#issued.set(ticket, { associateId, expires: this.#now().getTime() + lifetimeMs, lifetimeMs });
    return ticket;
  }

  /** Every ticket handed out so far is refused from now on, the configured ones too. Passwords and bearers live on. */
  expireTickets(): void {
    this.#issued.clear();
    for (const { ticket } of this.#settings.auth.tickets ?? []) this.#dead.add(ticket);
  }

  appTokenFits(token: unknown): boolean {
    return this.#appTokenFits(token);
  }

  #basic(credential: string): number | null {
    const [, username, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(credential, "base64").toString("utf8")) ?? [];
    return this.#known(
      this.#settings.auth.basic?.find((user) => user.username === username && user.password === password),
    );
  }

  #ticket(ticket: string): number | null {
    const issued = this.#issued.get(ticket);
    if (issued) {
      if (this.#now().getTime() >= issued.expires) return null;
      issued.expires = this.#now().getTime() + issued.lifetimeMs;
      return issued.associateId;
    }
    return this.#dead.has(ticket)
      ? null
      : this.#known(this.#settings.auth.tickets?.find((known) => known.ticket === ticket));
  }

  #known(credential: { associateId?: number } | undefined): number | null {
    return credential ? (credential.associateId ?? this.#settings.bridge.associateId) : null;
  }

  #appTokenFits(token: unknown): boolean {
    const { appToken } = this.#settings.auth;
    return appToken === undefined || appToken === null || token === appToken;
  }
}
