import { sideName } from "@ticket-bridge/helpdesk";
import type { CreationStore, LinkStore, MirrorStore } from "@ticket-bridge/sync";

/** What a row of ours is about, for the log of acts; by its id alone where it is gone. */
export async function linkInWords(store: Pick<LinkStore, "getLink">, id: string): Promise<string> {
  const link = await store.getLink(id);
  if (link === null) return `link ${id}`;
  return `SuperOffice ticket ${link.superofficeTicketId} and Requestor ticket ${link.requestorTicketId}`;
}

export async function mirrorInWords(store: Pick<MirrorStore, "getMirror">, id: string): Promise<string> {
  const mirror = await store.getMirror(id);
  if (mirror === null) return `message ${id}`;
  const { side, ticketId, messageId } = mirror.source;
  return `message ${messageId} of ${sideName(side)} ticket ${ticketId}`;
}

export async function creationInWords(store: Pick<CreationStore, "getCreation">, id: string): Promise<string> {
  const creation = await store.getCreation(id);
  return creation === null
    ? `ticket creation ${id}`
    : `${sideName(creation.source.side)} ticket ${creation.source.ticketId}`;
}
