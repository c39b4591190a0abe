import type {
  AttachmentReading,
  AttachmentTaking,
  AttachmentUploading,
  ChangeFeed,
  Helpdesk,
  MarkedMessageList,
  MessageDeletion,
  MessageEditing,
  MessageFeed,
  ReadOptions,
  Side,
  TicketCreation,
  TicketList,
  TicketReferences,
  TicketWalk,
} from "@ticket-bridge/helpdesk";

type Abilities = AttachmentReading &
  AttachmentTaking &
  AttachmentUploading &
  ChangeFeed &
  Helpdesk &
  MarkedMessageList &
  MessageDeletion &
  MessageEditing &
  MessageFeed &
  TicketCreation &
  TicketList &
  TicketReferences &
  TicketWalk;

type Call = {
  [Name in keyof Abilities]: Abilities[Name] extends (...given: never[]) => unknown ? Name : never;
}[keyof Abilities];

/** Where each call takes its options. */
const optionsAt: Readonly<Record<Call, number>> = {
  describeAccount: 0,
  readTicket: 1,
  listMessages: 1,
  readMessages: 2,
  createMessage: 1,
  listMarked: 1,
  findMarked: 3,
  readFeed: 2,
  newestMessageId: 0,
  changedMessages: 1,
  deleteMessage: 1,
  updateMessage: 1,
  listTickets: 1,
  markedMessages: 1,
  findTicketByReference: 1,
  readTicketFacts: 1,
  createTicket: 1,
  findTicketsByCode: 1,
  findRecentTickets: 2,
  readAttachment: 3,
  createAttachment: 1,
  uploadAttachment: 2,
  readUploaded: 2,
  linkAttachments: 2,
};

/** Whether this member of a helpdesk is a call to it. */
export function isHelpdeskCall(name: string | symbol): boolean {
  return name in optionsAt;
}

/**
 * The helpdesks with every call behind live traffic (P8) while `goesBehind` says so. Around the helpdesks, so that no
 * step of a delivery can forget it.
 */
export function unhurried<Helpdesks extends Readonly<Record<Side, Helpdesk>>>(
  { superoffice, requestor }: Helpdesks,
  goesBehind: () => boolean = () => true,
): Helpdesks {
  return { superoffice: behind(superoffice, goesBehind), requestor: behind(requestor, goesBehind) } as Helpdesks;
}

function behind<Desk extends Helpdesk>(helpdesk: Desk, goesBehind: () => boolean): Desk {
  return new Proxy(helpdesk, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function" || !(name in optionsAt)) return value;
      return (...given: unknown[]) => {
        const at = optionsAt[name as Call];
        const options = given[at] as ReadOptions | undefined;
        const priority = goesBehind() ? { priority: "backfill" } : {};
        return Reflect.apply(value, target, given.toSpliced(at, 1, { ...options, ...priority })) as unknown;
      };
    },
  });
}
