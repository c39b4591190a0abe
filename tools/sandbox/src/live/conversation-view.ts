import { createHash } from "node:crypto";

import { deskNames, otherDesk } from "../desks/desk.ts";
import type { DeskMessage, DeskName } from "../desks/desk.ts";

/** One mirror as the bridge reports it. */
export interface MirrorFact {
  readonly source: { readonly desk: DeskName; readonly messageId: number };
  readonly target: { readonly desk: DeskName; readonly messageId: number } | null;
  readonly state: string;
  readonly reason: string | null;
}

type Delivery = {
  readonly word: "on its way" | "being checked" | "held" | "left out";
  readonly reason: string | null;
};

interface ShownMessage extends Omit<DeskMessage, "body"> {
  /** Where somebody wrote it; the other desk holds the copy. */
  readonly origin: DeskName;
  /** Id of the same message in the other desk. */
  readonly twin: number | null;
  /** Null once the other side has it. */
  readonly delivery: Delivery | null;
  /** The words of a plain message; HTML is shown in a frame of its own. */
  readonly text: string | null;
  /** Changes when the words do. */
  readonly version: string;
}

export interface ConversationView {
  readonly messages: Readonly<Record<DeskName, readonly ShownMessage[]>>;
  readonly tally: Tally;
}

export interface Tally {
  /** Messages that both sides hold. */
  readonly pairs: number;
  /** Messages that one side still lacks and that are not held or left out. */
  readonly waiting: number;
  /** Copies by the bridge for which it knows no original, while nothing is on its way that could explain them. */
  readonly doubled: number;
}

/** Puts what both helpdesks hold and what the bridge knows about it side by side. */
export function conversationView(
  held: Readonly<Record<DeskName, readonly DeskMessage[]>>,
  mirrors: readonly MirrorFact[],
): ConversationView {
  const bySource = new Map(mirrors.map((mirror) => [keyOf(mirror.source.desk, mirror.source.messageId), mirror]));
  const byTarget = new Map(
    mirrors.flatMap((mirror) =>
      mirror.target ? [[keyOf(mirror.target.desk, mirror.target.messageId), mirror] as const] : [],
    ),
  );
  const inOrder = byWriting(held, byTarget);
  const show = (desk: DeskName) =>
    inOrder(desk).map((message) =>
      shownMessage(desk, message, bySource.get(keyOf(desk, message.id)), byTarget.get(keyOf(desk, message.id))),
    );
  const messages = { superoffice: show("superoffice"), requestor: show("requestor") };
  return { messages, tally: tallyOf(messages) };
}

/**
 * Sorts a desk's messages by when they were written, then by id: for a copy the original's time and id, so that both
 * columns stand in the same order although one has the copies of a backlog last.
 */
function byWriting(
  held: Readonly<Record<DeskName, readonly DeskMessage[]>>,
  byTarget: ReadonlyMap<string, MirrorFact>,
): (desk: DeskName) => DeskMessage[] {
  const known = new Map(
    deskNames.flatMap((desk) => held[desk].map((message) => [keyOf(desk, message.id), message] as const)),
  );
  return (desk) => {
    const written = (message: DeskMessage) => {
      const source = byTarget.get(keyOf(desk, message.id))?.source ?? { desk, messageId: message.id };
      const { at } = known.get(keyOf(source.desk, source.messageId)) ?? message;
      return { at: Date.parse(at), desk: deskNames.indexOf(source.desk), id: source.messageId };
    };
    return held[desk]
      .map((message) => ({ message, by: written(message) }))
      .sort(({ by: a }, { by: b }) => a.at - b.at || a.desk - b.desk || a.id - b.id)
      .map(({ message }) => message);
  };
}

function keyOf(desk: DeskName, id: number): string {
  return `${desk}:${id}`;
}

function shownMessage(
  desk: DeskName,
  { body, ...message }: DeskMessage,
  asSource: MirrorFact | undefined,
  asTarget: MirrorFact | undefined,
): ShownMessage {
  const isCopy = asTarget !== undefined || message.byBridge;
  const origin = isCopy ? otherDesk(desk) : desk;
  const twin = asTarget ? asTarget.source.messageId : (asSource?.target?.messageId ?? null);
  return {
    ...message,
    origin,
    twin,
    delivery: isCopy ? (asTarget ? null : { word: "being checked", reason: null }) : deliveryOf(asSource),
    text: message.html ? null : body,
    version: createHash("sha256").update(body).digest("base64url").slice(0, 10),
  };
}

function deliveryOf(mirror: MirrorFact | undefined): Delivery | null {
  if (!mirror) return { word: "on its way", reason: null };
  switch (mirror.state) {
    case "mirrored":
      return null;
    case "held":
      return { word: "held", reason: mirror.reason };
    case "skipped":
      return { word: "left out", reason: mirror.reason };
    case "uncertain":
      return { word: "being checked", reason: mirror.reason };
    default:
      return { word: "on its way", reason: mirror.reason };
  }
}

function tallyOf(messages: ConversationView["messages"]): Tally {
  const own = (desk: DeskName) => messages[desk].filter(({ origin }) => origin === desk);
  const copies = (desk: DeskName) => messages[desk].filter(({ origin }) => origin !== desk);
  const waiting = (desk: DeskName) => own(desk).filter(({ delivery }) => isUnderWay(delivery)).length;
  const unexplained = (desk: DeskName) =>
    waiting(otherDesk(desk)) > 0 ? 0 : copies(desk).filter(({ twin }) => twin === null).length;
  return {
    pairs: copies("superoffice").length + copies("requestor").length - unknownCopies(messages),
    waiting: waiting("superoffice") + waiting("requestor"),
    doubled: unexplained("superoffice") + unexplained("requestor"),
  };
}

function unknownCopies({ superoffice, requestor }: ConversationView["messages"]): number {
  return [...superoffice, ...requestor].filter(({ byBridge, twin }) => byBridge && twin === null).length;
}

function isUnderWay(delivery: Delivery | null): boolean {
  return delivery?.word === "on its way" || delivery?.word === "being checked";
}
