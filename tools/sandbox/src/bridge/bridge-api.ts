import type { DeskName } from "../desks/desk.ts";
import type { MirrorFact } from "../live/conversation-view.ts";

export interface LinkFact {
  readonly id: string;
  readonly superofficeTicketId: number;
  readonly requestorTicketId: number;
}

/** What the page shows of the bridge's status. */
export interface BridgeStatus {
  readonly sides: Readonly<
    Record<DeskName, { readonly reachable: boolean; readonly refuses: boolean; readonly paused: boolean }>
  >;
  readonly held: number;
  readonly waiting: number;
}

type Json = Record<string, unknown>;

const timeoutMs = 5_000;

/** The bridge's admin API as the demo uses it. Rejects when the bridge does not answer or refuses. */
export class BridgeApi {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  async links(): Promise<readonly LinkFact[]> {
    return (await this.#all("/api/links")).map((item) => ({
      id: textOf(item["id"]),
      superofficeTicketId: Number(item["superofficeTicketId"]),
      requestorTicketId: Number(item["requestorTicketId"]),
    }));
  }

  /** Links two tickets with all that was said in them so far, and returns the link's id. */
  async link(superofficeTicketId: number, requestorTicketId: number): Promise<string> {
    const created = await this.#ask("/api/links", { superofficeTicketId, requestorTicketId, from: "start" });
    return textOf(created["id"]);
  }

  async mirrors(linkId: string): Promise<readonly MirrorFact[]> {
    const items = await this.#all(`/api/mirrors?linkId=${encodeURIComponent(linkId)}`);
    return items.flatMap((item) => {
      const source = placeOf(item["source"]);
      if (source === null) return [];
      const reason = typeof item["reason"] === "string" ? item["reason"] : null;
      const writtenAt = typeof item["sourceCreatedAt"] === "string" ? item["sourceCreatedAt"] : null;
      const target = placeOf(item["target"]);
      const [kind, revision, state] = [kindOf(item["kind"]), Number(item["revision"]), textOf(item["state"])];
      return [{ kind, revision, source, target, state, reason, writtenAt }];
    });
  }

  async status(): Promise<BridgeStatus> {
    const status = await this.#ask("/api/status");
    const sides = recordOf(status["sides"]);
    const counts = recordOf(status["counts"]);
    const count = (...names: string[]) => names.reduce((sum, name) => sum + (Number(counts[name]) || 0), 0);
    const side = (name: DeskName) => {
      const facts = recordOf(sides[name]);
      return {
        reachable: facts["reachable"] !== false,
        refuses: facts["credentials"] === "refused",
        paused: facts["paused"] === true,
      };
    };
    return {
      sides: { superoffice: side("superoffice"), requestor: side("requestor") },
      held: count("held"),
      waiting: count("pending", "sending", "uncertain"),
    };
  }

  async #all(path: string): Promise<Json[]> {
    const items: Json[] = [];
    let cursor: string | null = null;
    do {
      const more: string =
        cursor === null ? "" : `${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(cursor)}`;
      const page = await this.#ask(path + more);
      if (Array.isArray(page["items"])) items.push(...page["items"].map(recordOf));
      cursor = typeof page["nextCursor"] === "string" ? page["nextCursor"] : null;
    } while (cursor !== null);
    return items;
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
    const said = textOf(answer["detail"]) || textOf(answer["title"]) || `status ${response.status}`;
    throw new Error(`The bridge refused ${path}: ${said}`);
  }
}

function kindOf(value: unknown): MirrorFact["kind"] {
  return value === "edit" || value === "deletion" ? value : "message";
}

function placeOf(value: unknown): { desk: DeskName; messageId: number } | null {
  const place = recordOf(value);
  const side = place["side"];
  if (side !== "superoffice" && side !== "requestor") return null;
  return { desk: side, messageId: Number(place["messageId"]) };
}

function recordOf(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}
