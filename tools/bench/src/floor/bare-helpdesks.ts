import { createHttpClient, localBudget, type HttpClient } from "@ticket-bridge/http";
import type { Side } from "@ticket-bridge/helpdesk";
import { REQUESTOR_DEFAULT_USERS, SUPEROFFICE_DEFAULTS } from "@ticket-bridge/simulators";

/** A message as the floor carries it: no more than its id and what it says. */
interface BareMessage {
  readonly id: number;
  readonly text: string;
  readonly html: boolean;
  readonly internal: boolean;
}

/** The calls that the bridge makes, with nothing around them. */
export interface BareHelpdesk {
  /** The ids of a ticket's messages, and the messages where the listing brings them. */
  list(ticketId: number): Promise<{ ids: readonly number[]; messages: ReadonlyMap<number, BareMessage> }>;
  /** What the listing did not bring, in as few calls as the bridge needs. */
  read(ticketId: number, ids: readonly number[]): Promise<readonly BareMessage[]>;
  /** Gives the new message's id. */
  write(ticketId: number, message: BareMessage): Promise<number>;
}

type Call = (method: "GET" | "POST", path: string, body?: object) => Promise<unknown>;

const batchSize = 20;

/** Both helpdesks over the bridge's own HTTP client, at the same concurrency and at no rate that matters. */
export function bareHelpdesks(
  urls: Readonly<Record<Side, string>>,
  concurrency: number,
): Readonly<Record<Side, BareHelpdesk>> {
  const client = (side: Side) =>
    createHttpClient({
      side,
      budget: localBudget({
        ...{ ratePerSecond: 1e6, burstSeconds: 2, concurrency },
        clock: () => performance.now(),
      }),
    });
  const { username, password } = SUPEROFFICE_DEFAULTS;
  const account = REQUESTOR_DEFAULT_USERS[0];
  return {
    superoffice: bareSuperOffice(
      caller(client("superoffice"), `${urls.superoffice}/api/v1/`, `${username}:${password}`),
    ),
    requestor: bareRequestor(
      caller(client("requestor"), `${urls.requestor}/api/`, `${account?.username}:${account?.password}`),
    ),
  };
}

function caller(client: HttpClient, root: string, login: string): Call {
  const headers = {
    accept: "application/json",
    "content-type": "application/json; charset=utf-8",
    "so-timezone": "UTC, includeTZOffset",
    authorization: `Basic ${btoa(login)}`,
  };
  return async (method, path, body) => {
    const answer = await client.send({
      ...{ method, headers, name: path, url: root + path, safeToRepeat: false },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (answer.status !== 200) throw new Error(`${method} ${path} was answered ${answer.status}.`);
    return JSON.parse(answer.text) as unknown;
  };
}

interface SuperOfficeAnswer {
  readonly EjMessageId: number;
  readonly Body: string;
  readonly HtmlBody: string;
  readonly Slevel: string;
}

function bareSuperOffice(call: Call): BareHelpdesk {
  const bare = (entity: SuperOfficeAnswer): BareMessage => ({
    id: entity.EjMessageId,
    text: entity.HtmlBody || entity.Body,
    html: entity.HtmlBody !== "",
    internal: entity.Slevel !== "External",
  });
  return {
    list: async (ticketId) => {
      const ticket = (await call("GET", `Ticket/${ticketId}`)) as { Messages: { TicketMessageId: number }[] };
      return { ids: ticket.Messages.map((stub) => stub.TicketMessageId), messages: new Map() };
    },
    read: async (ticketId, ids) => {
      if (ids.length === 1) return [bare((await call("GET", `TicketMessage/${ids[0]}`)) as SuperOfficeAnswer)];
      const found: BareMessage[] = [];
      for (let at = 0; at < ids.length; at += batchSize) {
        const body = { TicketId: ticketId, MessageIds: ids.slice(at, at + batchSize) };
        const entities = await call("POST", "Agents/Ticket/GetTicketMessageEntities", body);
        found.push(...(entities as SuperOfficeAnswer[]).map(bare));
      }
      return found;
    },
    write: async (ticketId, { id, text, html, internal }) => {
      const body = {
        ...{ EjMessageId: 0, Ticket: { TicketId: ticketId }, Slevel: internal ? "Internal" : "External" },
        ...{ Type: html ? "Html" : "Plain", Badge: "Reply", MessageCategory: "Message", Author: "jane@example.com" },
        ...{ Body: html ? "" : text, HtmlBody: html ? text : "", Important: false, MessageHeaders: [] },
        MessageId: `<requestor.${ticketId}.${id}.1.0123456789abcdef@floor.example>`,
      };
      return ((await call("POST", "TicketMessage?notify=false", body)) as SuperOfficeAnswer).EjMessageId;
    },
  };
}

interface RequestorAnswer {
  readonly Id: number;
  readonly Body: string;
  readonly Html: boolean;
  readonly Private: boolean;
}

function bareRequestor(call: Call): BareHelpdesk {
  const list: BareHelpdesk["list"] = async (ticketId) => {
    const ticket = (await call("GET", `Tickets/GetTicket/${ticketId}`)) as { UserMessages: RequestorAnswer[] };
    const messages = ticket.UserMessages.map(({ Id, Body, Html, Private }) => ({
      ...{ id: Id, text: Body, html: Html, internal: Private },
    }));
    return { ids: messages.map(({ id }) => id), messages: new Map(messages.map((message) => [message.id, message])) };
  };
  return {
    list,
    read: async (ticketId, ids) => {
      const { messages } = await list(ticketId);
      return ids.flatMap((id) => messages.get(id) ?? []);
    },
    write: async (ticketId, { id, text, html, internal }) => {
      const line = `Jane Doe, SuperOffice, 2026-01-01 12:00 [superoffice ${id} 0123456789abcdef]`;
      const body = {
        ...{ TicketId: ticketId, Message: html ? `<p>${line}</p>${text}` : `${line}\n\n${text}`, Html: html },
        ...{ IsPrivate: internal, IsMobileDevice: false, Attachments: null, SendViaOutboundEmail: false },
      };
      return ((await call("POST", "Tickets/NewMessage", body)) as { TicketMessageId: number }).TicketMessageId;
    },
  };
}
