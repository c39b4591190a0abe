import {
  canCreateTickets,
  type Helpdesk,
  type Message,
  type TicketCreation,
  type TicketFacts,
} from "@ticket-bridge/helpdesk";

import { changed } from "./changed-port.ts";
import { intactRules, type SafetyRules } from "./safety-rules.ts";

function creating(helpdesk: Helpdesk, changes: (desk: TicketCreation) => Partial<TicketCreation>): Helpdesk {
  return canCreateTickets(helpdesk) ? changed<Helpdesk & TicketCreation>(helpdesk, changes(helpdesk)) : helpdesk;
}

/** The facts of each ticket, changed. */
function facts(change: (facts: TicketFacts) => TicketFacts): SafetyRules {
  return {
    ...intactRules,
    helpdesk: (helpdesk) =>
      creating(helpdesk, (desk) => ({
        readTicketFacts: async (...asked) => {
          const read = await desk.readTicketFacts(...asked);
          return read === null ? null : change(read);
        },
      })),
  };
}

/** Whether a ticket was made already is never looked for. */
const ticketsNotLookedFor: SafetyRules = {
  ...intactRules,
  helpdesk: (helpdesk) => creating(helpdesk, () => ({ findTicketsByCode: () => Promise.resolve([]) })),
};

/** Of the first tickets that a process reads: else it would make counterparts of counterparts for ever. */
const mostUnread = 5;

/** Nothing tells a ticket that the bridge made: neither its title nor what it begins with, of which either is enough. */
const neitherTitleNorBeginningRead: SafetyRules = {
  ...intactRules,
  helpdesk: (helpdesk) => {
    const unread = new Set<string>();
    const readMessages: Helpdesk["readMessages"] = async (ticketId, ...asked) => {
      const read = await helpdesk.readMessages(ticketId, ...asked);
      return unread.has(ticketId) ? read.map((message) => ({ ...withMoreWords(message), marker: null })) : read;
    };
    return creating(changed(helpdesk, { readMessages }), (desk) => ({
      readTicketFacts: async (...asked) => {
        const read = await desk.readTicketFacts(...asked);
        if (read === null || !read.ticket.title.includes("[") || unread.size === mostUnread) return read;
        unread.add(read.ticket.id);
        return { ...read, ticket: { ...read.ticket, title: read.ticket.title.replace(/\[.*\]/, "") } };
      },
    }));
  },
};

const ticketsAllPublic = facts((read) => ({ ...read, ticket: { ...read.ticket, visibility: "public" } }));

/** The bridge's own words at the beginning of a ticket are taken for somebody's: by their id, and by what they say. */
const beginningNotKnown: SafetyRules = {
  ...intactRules,
  helpdesk: (helpdesk) =>
    changed(helpdesk, {
      readMessages: async (...asked) => (await helpdesk.readMessages(...asked)).map(withMoreWords),
      listMessages: async (...asked) => {
        const listing = await helpdesk.listMessages(...asked);
        return (
          listing && {
            ...listing,
            messages: listing.messages.map((stub) => ({
              ...stub,
              message: stub.message && withMoreWords(stub.message),
            })),
          }
        );
      },
    }),
  store: (store) =>
    changed(store, {
      linkCreation: (lease, link, first) =>
        store.linkCreation(lease, { ...link, present: { superoffice: [], requestor: [] } }, first),
    }),
};

function withMoreWords(message: Message): Message {
  const { content } = message;
  if (!content.text.includes("This ticket was opened in")) return message;
  return { ...message, content: { ...content, text: `${content.text} Indeed.` } };
}

export const brokenTicketRules = {
  "tickets not looked for": ticketsNotLookedFor,
  "neither titles nor beginnings read": neitherTitleNorBeginningRead,
  "tickets all taken for public": ticketsAllPublic,
  "beginning of a ticket not known": beginningNotKnown,
} as const satisfies Readonly<Record<string, SafetyRules>>;
