/** A kind of reason for which messages or tickets need a person, with what helps. */
export interface Cause {
  /** Names it in filters and in the database: it never changes its meaning. */
  readonly key: string;
  readonly of: "message" | "ticket" | "both";
  /** Begins like the reasons of this kind, or stands in each of them. In words that PostgreSQL reads alike. */
  readonly says: RegExp;
  readonly words: string;
  readonly whatToDo: string;
  /** Which act the advice ends with for all of them alike; null: none, or one for these and another for those. */
  readonly advised: "retry" | "skip" | null;
  /** Customers can read something that is internal, now. */
  readonly exposes?: true;
}

/** What the engine writes as a reason, kind by kind; the first that fits counts. */
export const causes: readonly Cause[] = [
  // These two first, because their sentences quote what people wrote.
  {
    key: "mirror-changed",
    of: "message",
    says: /^Its mirror, message [0-9]+, was changed by hand/,
    words: "Their mirrors were changed by hand, and the edits would overwrite that.",
    whatToDo: "Retry to replace the text, or skip to keep it.",
    advised: null,
  },
  {
    key: "mirror-lacks-files",
    of: "message",
    says: /^Its mirror, message [0-9]+ in [A-Za-z]+, lacks “/,
    words: "Their mirrors lack files, and what these messages say by now is not carried (EDITS).",
    whatToDo: "Bring there by hand what is missing, then skip these.",
    advised: "skip",
  },
  {
    key: "cannot-hold-internal",
    of: "message",
    says: /cannot hold internal messages/,
    words: "The other ticket cannot hold internal messages, and these are internal.",
    whatToDo: "Let an end user submit the Requestor ticket or change the bridge's account, then retry; or skip them.",
    advised: "retry",
  },
  {
    key: "own-account",
    of: "message",
    says: /^The bridge's own account wrote it/,
    words: "The bridge's own account wrote them, but not the bridge.",
    whatToDo: "Have people use accounts of their own; skip these, or write them again from another account.",
    advised: "skip",
  },
  {
    key: "quoted-marker",
    of: "message",
    says: /^It begins with the bridge's marker/,
    words: "They begin with the bridge's marker, but somebody else wrote them.",
    whatToDo: "Write them again without that first line, or skip them if the bridge's account was changed.",
    advised: "skip",
  },
  {
    key: "other-ticket",
    of: "message",
    says: /by now, which is not the linked one/,
    words: "They were moved to another ticket than the linked one.",
    whatToDo: "Link that ticket if it should be mirrored; then skip these, or move them back and retry.",
    advised: null,
  },
  {
    key: "second-mirror",
    of: "message",
    says: /^It is a second mirror of the same message/,
    words: "A message was mirrored twice.",
    whatToDo: "Delete one of the two copies in the helpdesk, then skip these.",
    advised: "skip",
  },
  {
    key: "target-taken",
    of: "message",
    says: /stands in the database as the mirror of another message/,
    words: "Their mirror is known as the mirror of another message, probably adopted by hand.",
    whatToDo: "Look at both, then skip or adopt.",
    advised: null,
  },
  {
    key: "became-internal",
    of: "message",
    says: /^It was public and became internal|^Ticket [0-9]+ itself became internal/,
    words: "They became internal, and customers can still read their mirrors.",
    whatToDo: "Remove or hide the mirrors by hand where they stand, then skip these.",
    advised: "skip",
    exposes: true,
  },
  {
    key: "became-public",
    of: "message",
    says: /^It was internal and became public|^Ticket [0-9]+ in [A-Za-z]+ has messages that had become internal/,
    words: "They became public; the bridge publishes nothing by itself that was internal.",
    whatToDo: "Publish the mirrors by hand if customers may read them, then skip these.",
    advised: "skip",
  },
  {
    key: "mirror-gone",
    of: "message",
    says: /^It was edited, and its mirror, message [0-9]+, does not stand/,
    words: "They were edited, and their mirrors are gone.",
    whatToDo: "Write the new text by hand where it is needed, then skip these.",
    advised: "skip",
  },
  {
    key: "mirror-differs",
    of: "message",
    says: /^Its mirror, message [0-9]+ in [A-Za-z]+, says something else/,
    words: "Their mirrors say something else, although nothing was edited.",
    whatToDo: "Make the two agree by hand if they should, then skip these.",
    advised: "skip",
  },
  {
    key: "ticket-internal",
    of: "ticket",
    says: /^The ticket itself is internal/,
    words: "The tickets are internal, and their counterparts would be their customers' to see.",
    whatToDo: "Make the counterparts by hand and adopt them, or skip these.",
    advised: null,
  },
  {
    key: "ticket-of-another-bridge",
    of: "ticket",
    says: /^Its title ends like that of a ticket a bridge made/,
    words: "Their titles end like those of tickets that a bridge made, but this one did not.",
    whatToDo: "Find out whether another bridge works here; retry those whose title a person wrote, skip the others.",
    advised: null,
  },
  {
    key: "ticket-named-counterpart",
    of: "ticket",
    says: /^Its (?:title|first message) names it as the counterpart|^The bridge made it as the counterpart of/,
    words: "Their titles or first messages name them as counterparts of other tickets.",
    whatToDo:
      "Link by hand those that the bridge made; retry those whose title came with a customer's answer, or where a person quoted that message.",
    advised: null,
  },
  {
    key: "ticket-begins-with-mirror",
    of: "ticket",
    says: /^It begins like a ticket the bridge made/,
    words: "They begin like tickets that the bridge made, and it does not know for which.",
    whatToDo:
      "Link by hand those that somebody renamed, or delete them where the other ticket has another counterpart and skip them; retry those where a person quoted that message.",
    advised: null,
  },
  {
    key: "ticket-linked-elsewhere",
    of: "ticket",
    says: /but meanwhile one of the two was linked with another ticket/,
    words: "Their counterparts were made, but meanwhile one of both was linked with another ticket.",
    whatToDo: "Unlink that one and retry, or delete the counterparts and skip these.",
    advised: null,
  },
  {
    key: "ticket-outcome-unknown",
    of: "ticket",
    says: /^Whether the ticket was made in/,
    words: "Whether their counterparts were made cannot be told.",
    whatToDo: "Look for the code in the other helpdesk: adopt the ticket if it is there, else retry.",
    advised: null,
  },
  {
    key: "ticket-no-clear-answer",
    of: "ticket",
    says: /no clear answer|stopped while the ticket was being made|The ticket was made|Ticket [0-9]+ was made in/,
    words: "Making their counterparts got no clear answer, and the bridge is finding out.",
    whatToDo: "Wait; the bridge looks for them and makes them again if they are not there.",
    advised: null,
  },
  {
    key: "not-accepted",
    of: "both",
    says: /Something in it is not accepted there or by a firewall/,
    words: "Something in them is not accepted by the other helpdesk or by a firewall in front of it.",
    whatToDo: "Change them at the source or ask who runs the other helpdesk, then retry; or skip them.",
    advised: "retry",
  },
  {
    key: "no-clear-answer",
    of: "message",
    says: /Whether it was written is not known yet|got no clear answer|stopped while it was being sent|may still link its attachments|asked to look again whether it was written/,
    words: "Sending them got no clear answer, and the bridge is finding out whether they were written.",
    whatToDo: "Wait; the bridge reads the other ticket and sends again what is not there.",
    advised: null,
  },
  {
    key: "bridge-error",
    of: "both",
    says: /^The bridge met an error of its own/,
    words: "The bridge met an error of its own.",
    whatToDo: "Retry once; if it comes again, report it with the trace of one of them.",
    advised: "retry",
  },
  {
    key: "too-large",
    of: "both",
    says: /answered 413 |too large|larger than/,
    words: "They are larger than the other helpdesk takes.",
    whatToDo: "Send the content another way, then skip these.",
    advised: "skip",
  },
  {
    key: "refused",
    of: "both",
    says: /answered 4[0-9][0-9] to |refused/,
    words: "The other helpdesk refused them.",
    whatToDo: "Read the reason of one, mend what it names, then retry; or skip them.",
    advised: "retry",
  },
];
