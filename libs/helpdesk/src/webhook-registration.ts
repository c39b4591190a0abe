import type { Helpdesk, ReadOptions } from "./helpdesk.ts";

/** A webhook as the helpdesk keeps it. */
export interface RegisteredWebhook {
  readonly id: string;
  readonly targetUrl: string;
  /** `too-many-errors`: the helpdesk gave up telling; it stays so until the webhook is made active again. */
  readonly state: "active" | "stopped" | "too-many-errors" | "unknown";
  /** What the helpdesk says of its last failed call; null where it says nothing. */
  readonly lastError: string | null;
}

export interface WantedWebhook {
  /** Names it among the helpdesk's webhooks. */
  readonly name: string;
  readonly targetUrl: string;
  readonly secret: string;
}

/** Optional ability: the helpdesk can be told where to send hints (SuperOffice; Requestor has no such call). */
export interface WebhookRegistration {
  /** The webhook of exactly this name; null when there is none. Rejects with DeliveryError. */
  findWebhook(name: string, options?: ReadOptions): Promise<RegisteredWebhook | null>;
  /**
   * Makes the webhook, or has the one of this name call that address with that secret, and makes it active. The helpdesk
   * first calls the address and refuses unless that is answered with 200. Asked for by a person only. Rejects with
   * DeliveryError; asked again after that, it makes no second one.
   */
  registerWebhook(wanted: WantedWebhook, options?: ReadOptions): Promise<RegisteredWebhook>;
}

export function registersWebhooks<Desk extends Helpdesk>(helpdesk: Desk): helpdesk is Desk & WebhookRegistration {
  return "registerWebhook" in helpdesk;
}
