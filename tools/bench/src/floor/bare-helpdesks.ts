import { createHttpClient, localBudget } from "@ticket-bridge/http";
import type { Side } from "@ticket-bridge/helpdesk";
import { REQUESTOR_DEFAULT_USERS, SUPEROFFICE_DEFAULTS } from "@ticket-bridge/simulators";

import { bareCalls, type BareCalls } from "./bare-calls.ts";

/** A file of a message, and where it is to be had. */
interface BareFile {
  readonly name: string;
  readonly contentType: string;
  readonly url: string;
}

/** A file with its bytes: in memory whole, as whoever writes a loop has it. */
interface CarriedFile extends BareFile {
  readonly bytes: Buffer;
}

/** A message as the floor carries it: no more than its id and what it says. */
interface BareMessage {
  readonly id: number;
  readonly text: string;
  readonly html: boolean;
  readonly internal: boolean;
  readonly files: readonly BareFile[];
}

/** The calls that the bridge makes, with nothing around them. */
export interface BareHelpdesk {
  /** The ids of a ticket's messages, and the messages where the listing brings them. */
  list(ticketId: number): Promise<{ ids: readonly number[]; messages: ReadonlyMap<number, BareMessage> }>;
  /** What the listing did not bring, in as few calls as the bridge needs. */
  read(ticketId: number, ids: readonly number[]): Promise<readonly BareMessage[]>;
  download(file: BareFile): Promise<CarriedFile>;
  /** Gives the new message's id. */
  write(ticketId: number, message: BareMessage, files: readonly CarriedFile[]): Promise<number>;
}

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
      bareCalls(client("superoffice"), `${urls.superoffice}/api/v1/`, `${username}:${password}`),
      urls.superoffice,
    ),
    requestor: bareRequestor(
      bareCalls(client("requestor"), `${urls.requestor}/api/`, `${account?.username}:${account?.password}`),
      urls.requestor,
    ),
  };
}

interface SuperOfficeAnswer {
  readonly EjMessageId: number;
  readonly Body: string;
  readonly HtmlBody: string;
  readonly Slevel: string;
  readonly AttachmentsInfo: readonly { AttachmentId: number; Name: string; ContentType: string }[] | null;
}

function bareSuperOffice(calls: BareCalls, root: string): BareHelpdesk {
  const bare = (entity: SuperOfficeAnswer): BareMessage => ({
    id: entity.EjMessageId,
    text: entity.HtmlBody || entity.Body,
    html: entity.HtmlBody !== "",
    internal: entity.Slevel !== "External",
    files: (entity.AttachmentsInfo ?? []).map(({ AttachmentId, Name, ContentType }) => ({
      ...{ name: Name, contentType: ContentType, url: `${root}/api/v1/Attachment/${AttachmentId}/Content` },
    })),
  });
  return {
    list: async (ticketId) => {
      const ticket = (await calls.json("GET", `Ticket/${ticketId}`)) as { Messages: { TicketMessageId: number }[] };
      return { ids: ticket.Messages.map((stub) => stub.TicketMessageId), messages: new Map() };
    },
    read: async (ticketId, ids) => {
      if (ids.length === 1) return [bare((await calls.json("GET", `TicketMessage/${ids[0]}`)) as SuperOfficeAnswer)];
      const found: BareMessage[] = [];
      for (let at = 0; at < ids.length; at += batchSize) {
        const body = { TicketId: ticketId, MessageIds: ids.slice(at, at + batchSize) };
        const entities = await calls.json("POST", "Agents/Ticket/GetTicketMessageEntities", body);
        found.push(...(entities as SuperOfficeAnswer[]).map(bare));
      }
      return found;
    },
    download: async (file) => ({ ...file, bytes: await calls.download(file.url) }),
    write: async (ticketId, { id, text, html, internal }, files) => {
      const entity = {
        ...{ EjMessageId: 0, Ticket: { TicketId: ticketId }, Slevel: internal ? "Internal" : "External" },
        ...{ Type: html ? "Html" : "Plain", Badge: "Reply", MessageCategory: "Message", Author: "jane@example.com" },
        ...{ Body: html ? "" : text, HtmlBody: html ? text : "", Important: false, MessageHeaders: [] },
        MessageId: `<requestor.${ticketId}.${id}.1.0123456789abcdef@floor.example>`,
      };
      const ids: number[] = [];
      for (const file of files) ids.push(await uploaded(calls, file));
      const saved =
        ids.length === 0
          ? await calls.json("POST", "TicketMessage?notify=false", entity)
          : await calls.json("POST", "Agents/Ticket/SaveTicketMessageEntityWithOptions", {
              ...{ Entity: entity, Notify: false, AttachmentIds: ids, UpdateRepliedAt: false },
            });
      return (saved as SuperOfficeAnswer).EjMessageId;
    },
  };
}

async function uploaded(calls: BareCalls, { name, contentType, bytes }: CarriedFile): Promise<number> {
  const head = { AttachmentId: 0, Name: name, ContentType: contentType, AttSize: bytes.length };
  const made = { ...head, InlineImage: false, ContentId: "" };
  const { AttachmentId } = (await calls.json("POST", "Attachment", made)) as { AttachmentId: number };
  await calls.upload(`Attachment/${AttachmentId}/Content`, bytes);
  return AttachmentId;
}

interface RequestorAnswer {
  readonly Id: number;
  readonly Body: string;
  readonly Html: boolean;
  readonly Private: boolean;
  readonly Attachments: readonly { Id: number; FileName: string; ContentType: string }[];
}

function bareRequestor(calls: BareCalls, root: string): BareHelpdesk {
  const list: BareHelpdesk["list"] = async (ticketId) => {
    const ticket = (await calls.json("GET", `Tickets/GetTicket/${ticketId}`)) as { UserMessages: RequestorAnswer[] };
    const messages = ticket.UserMessages.map(({ Id, Body, Html, Private, Attachments }) => ({
      ...{ id: Id, text: Body, html: Html, internal: Private },
      files: Attachments.map((file) => ({
        ...{ name: file.FileName, contentType: file.ContentType, url: `${root}/Attachment/Download/${file.Id}` },
      })),
    }));
    return { ids: messages.map(({ id }) => id), messages: new Map(messages.map((message) => [message.id, message])) };
  };
  return {
    list,
    read: async (ticketId, ids) => {
      const { messages } = await list(ticketId);
      return ids.flatMap((id) => messages.get(id) ?? []);
    },
    download: async (file) => ({ ...file, bytes: await calls.download(file.url) }),
    write: async (ticketId, { id, text, html, internal }, files) => {
      const attachments = files.map(({ name, contentType, bytes }) => ({
        ...{ FileName: name, ContentType: contentType, ContentLength: bytes.length, Data: bytes.toString("base64") },
      }));
      const line = `Jane Doe, SuperOffice, 2026-01-01 12:00 [superoffice ${id} 0123456789abcdef]`;
      const body = {
        ...{ TicketId: ticketId, Message: html ? `<p>${line}</p>${text}` : `${line}\n\n${text}`, Html: html },
        ...{ IsPrivate: internal, IsMobileDevice: false, SendViaOutboundEmail: false },
        Attachments: attachments.length === 0 ? null : attachments,
      };
      return ((await calls.json("POST", "Tickets/NewMessage", body)) as { TicketMessageId: number }).TicketMessageId;
    },
  };
}
