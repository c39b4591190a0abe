import type { ReadOptions } from "@ticket-bridge/helpdesk";

import type { SuperOfficeClient } from "./client.ts";
import { describeAccount, type Principal } from "./describe-account.ts";

/** Not being told who we are is asked again after this. */
const retryMs = 5 * 60_000;

/**
 * The AssociateId of the bridge's personal account, asked once. It only tells a message written by the bridge's account
 * by hand from others, so failing to learn it must not keep messages from being read: then it is null for a while.
 */
export class OwnAssociate {
  private readonly client: SuperOfficeClient;
  private readonly personal: boolean;
  private readonly clock: () => number;
  private known: string | null = null;
  private askAgainAt = Number.NEGATIVE_INFINITY;

  /** @param personal false when the bridge runs as a system user, whose account is shared with incoming mail. */
  constructor(client: SuperOfficeClient, personal: boolean, clock: () => number) {
    this.client = client;
    this.personal = personal;
    this.clock = clock;
  }

  /** Null when the bridge runs as a system user, or while SuperOffice does not tell. */
  async id(options?: ReadOptions): Promise<string | null> {
    if (!this.personal || this.known !== null || this.clock() < this.askAgainAt) return this.known;
    try {
      await this.describe(options);
    } catch {
      options?.signal?.throwIfAborted();
      this.askAgainAt = this.clock() + retryMs;
    }
    return this.known;
  }

  /** Asks SuperOffice and remembers what it says. Rejects with DeliveryError. */
  async describe(options?: ReadOptions): Promise<Principal> {
    const principal = await describeAccount(this.client, options);
    if (this.personal) this.known = principal.associateId;
    if (principal.associateId === null) this.askAgainAt = this.clock() + retryMs;
    return principal;
  }
}
