import type { Side } from "@ticket-bridge/helpdesk";

import type { Standing, TraceLine } from "../judge/account.ts";

type Json = Record<string, unknown>;

const timeoutMs = 10_000;

/** The bridge's admin API as far as this tool asks it. Rejects when the bridge does not answer or refuses. */
export class BridgeApi {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  async link(superofficeTicketId: number, requestorTicketId: number): Promise<void> {
    await this.#ask("/api/links", { superofficeTicketId, requestorTicketId, from: "start" });
  }

  /** How many messages and tickets are on their way. */
  async waiting(): Promise<number> {
    const counts = recordOf((await this.#ask("/api/status"))["counts"]);
    let sum = 0;
    for (const state of ["pending", "sending", "uncertain"]) {
      const { items } = await this.#ask(`/api/ticket-creations?state=${state}`);
      sum += (Number(counts[state]) || 0) + (Array.isArray(items) ? items.length : 0);
    }
    return sum;
  }

  /** Everything it knows, or everything in one state. */
  async standings(state?: string): Promise<Standing[]> {
    const standings: Standing[] = [];
    let cursor: string | null = null;
    do {
      const query = new URLSearchParams({ ...(state && { state }), ...(cursor !== null && { cursor }) });
      const page = await this.#ask(`/api/mirrors?${query.toString()}`);
      if (Array.isArray(page["items"])) standings.push(...page["items"].map((item) => standingOf(recordOf(item))));
      cursor = typeof page["nextCursor"] === "string" ? page["nextCursor"] : null;
    } while (cursor !== null);
    return standings;
  }

  /** The tickets whose counterpart waits for a person, by side and id, and why. */
  async heldTickets(): Promise<Map<string, string>> {
    const { items } = await this.#ask("/api/ticket-creations?state=held&limit=200");
    const held = (Array.isArray(items) ? items : []).map(recordOf).map((item) => {
      const { side, ticketId } = recordOf(item["source"]);
      return [`${textOf(side)} ${textOf(ticketId)}`, textOf(item["reason"])] as const;
    });
    return new Map(held);
  }

  async trace(mirrorId: string): Promise<TraceLine[]> {
    const mirror = await this.#ask(`/api/mirrors/${mirrorId}`);
    if (!Array.isArray(mirror["trace"])) return [];
    return mirror["trace"].map(recordOf).map((line) => ({
      at: Date.parse(textOf(line["at"])),
      what: textOf(line["what"]),
      detail: textOf(line["detail"]),
    }));
  }

  async #ask(path: string, body?: Json): Promise<Json> {
    const response = await fetch(this.#url + path, {
      method: body ? "POST" : "GET",
      headers: { authorization: `Bearer ${this.#token}`, ...(body ? { "content-type": "application/json" } : {}) },
      signal: AbortSignal.timeout(timeoutMs),
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const answer = recordOf(await response.json().catch(() => null));
    if (response.ok) return answer;
    throw new Error(`The bridge refused ${path}: ${textOf(answer["detail"]) || `status ${response.status}`}`);
  }
}

function standingOf(item: Json): Standing {
  const source = recordOf(item["source"]);
  const target = item["target"] === null ? null : recordOf(item["target"]);
  return {
    mirrorId: textOf(item["id"]),
    kind: textOf(item["kind"]),
    side: textOf(source["side"]) as Side,
    messageId: Number(source["messageId"]),
    targetId: target === null ? null : Number(target["messageId"]),
    state: textOf(item["state"]),
    reason: typeof item["reason"] === "string" ? item["reason"] : null,
  };
}

function recordOf(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}
