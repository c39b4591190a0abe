import { createHash } from "node:crypto";

import { deskNames, otherDesk } from "../desks/desk.ts";
import type { DeskMessage, DeskName } from "../desks/desk.ts";

/** One mirror as the bridge reports it: of a message, or of what became of it later. */
export interface MirrorFact {
  readonly kind: "message" | "edit" | "deletion";
  /** 1 for the message itself, then counted up with each edit and the deletion. */
  readonly revision: number;
  readonly source: { readonly desk: DeskName; readonly messageId: number };
  readonly target: { readonly desk: DeskName; readonly messageId: number } | null;
  readonly state: string;
  readonly reason: string | null;
  /** When the source was written, ISO 8601 UTC. */
  readonly writtenAt: string | null;
}

type Delivery = {
  /** What is not there yet. */
  readonly of: MirrorFact["kind"];
  readonly word: "on its way" | "being checked" | "held" | "left out";
  readonly reason: string | null;
};

interface ShownMessage extends Omit<DeskMessage, "body"> {
  /** What the bridge tells with it of the message that its twin is; null for a message of its own. */
  readonly tells: "edit" | "deletion" | null;
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

type Held = Readonly<Record<DeskName, readonly DeskMessage[]>>;

/** What became of one message: its mirror, and its edits and deletion, the latest last. */
interface Fate {
  message?: MirrorFact;
  readonly later: MirrorFact[];
}

/**
 * Puts what both helpdesks hold and what the bridge knows about it side by side. `isOld` tells whether a message was
 * there when the bridge was asked: a younger copy may be one of which it has not told yet.
 */
export function conversationView(
  stored: Held,
  mirrors: readonly MirrorFact[],
  isOld: (desk: DeskName, messageId: number) => boolean = () => true,
): ConversationView {
  const bySource = fatesOf(mirrors);
  const held = withRemoved(stored, bySource);
  const byTarget = new Map(
    mirrors.flatMap((mirror) =>
      mirror.target ? [[keyOf(mirror.target.desk, mirror.target.messageId), mirror] as const] : [],
    ),
  );
  const inOrder = byWriting(held, byTarget);
  const show = (desk: DeskName) =>
    inOrder(desk).map((message) => {
      const asTarget = byTarget.get(keyOf(desk, message.id));
      const original = asTarget && bySource.get(keyOf(asTarget.source.desk, asTarget.source.messageId));
      return shownMessage(desk, message, bySource.get(keyOf(desk, message.id)), asTarget, original);
    });
  const messages = { superoffice: show("superoffice"), requestor: show("requestor") };
  return { messages, tally: tallyOf(messages, isOld) };
}

function fatesOf(mirrors: readonly MirrorFact[]): ReadonlyMap<string, Fate> {
  const fates = new Map<string, Fate>();
  for (const mirror of [...mirrors].sort((a, b) => a.revision - b.revision)) {
    const key = keyOf(mirror.source.desk, mirror.source.messageId);
    const fate = fates.get(key) ?? { later: [] };
    if (mirror.kind === "message") fate.message = mirror;
    else fate.later.push(mirror);
    fates.set(key, fate);
  }
  return fates;
}

/** SuperOffice forgets a deleted message; that it was there is known from the bridge. */
function withRemoved(stored: Held, fates: ReadonlyMap<string, Fate>): Held {
  const known = new Set(deskNames.flatMap((desk) => stored[desk].map(({ id }) => keyOf(desk, id))));
  const removed = [...fates.values()].flatMap(({ message, later }) =>
    message && later.some(({ kind }) => kind === "deletion") ? [message] : [],
  );
  const withThose = (desk: DeskName) => [
    ...stored[desk],
    ...removed.flatMap(({ source, writtenAt }) =>
      source.desk === desk && !known.has(keyOf(desk, source.messageId))
        ? [removedMessage(source.messageId, writtenAt)]
        : [],
    ),
  ];
  return { superoffice: withThose("superoffice"), requestor: withThose("requestor") };
}

function removedMessage(id: number, writtenAt: string | null): DeskMessage {
  return {
    ...{ id, author: "", role: "agent", byBridge: false, at: writtenAt ?? new Date(0).toISOString() },
    ...{ internal: false, html: false, body: "", edited: false, deleted: true, attachments: [] },
  };
}

/**
 * Sorts a desk's messages by when they were written, then by id: for a copy the original's time and id, so that both
 * columns stand in the same order although one has the copies of a backlog last.
 */
function byWriting(held: Held, byTarget: ReadonlyMap<string, MirrorFact>): (desk: DeskName) => DeskMessage[] {
  const known = new Map(
    deskNames.flatMap((desk) => held[desk].map((message) => [keyOf(desk, message.id), message] as const)),
  );
  return (desk) => {
    const written = (message: DeskMessage) => {
      const mirror = byTarget.get(keyOf(desk, message.id));
      // A correction belongs where it was made known, below what was said meanwhile.
      const source = mirror?.kind === "message" ? mirror.source : { desk, messageId: message.id };
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
  asSource: Fate | undefined,
  asTarget: MirrorFact | undefined,
  ofOriginal: Fate | undefined,
): ShownMessage {
  const isCopy = asTarget !== undefined || message.byBridge;
  const origin = isCopy ? otherDesk(desk) : desk;
  const twin = asTarget ? asTarget.source.messageId : (asSource?.message?.target?.messageId ?? null);
  const tells = asTarget === undefined || asTarget.kind === "message" ? null : asTarget.kind;
  const wasEdited = tells === null && ofOriginal?.later.some(isEditInPlace) === true;
  return {
    ...message,
    edited: message.edited || wasEdited,
    origin,
    twin,
    tells,
    delivery: isCopy
      ? asTarget
        ? null
        : { of: "message", word: "being checked", reason: null }
      : (deliveryOf(asSource?.message) ?? laterDelivery(asSource?.later.at(-1))),
    text: message.deleted ? "" : message.html ? null : body,
    version: createHash("sha256").update(body).digest("base64url").slice(0, 10),
  };
}

function isEditInPlace({ kind, state, target }: MirrorFact): boolean {
  return kind === "edit" && state === "mirrored" && target === null;
}

function deliveryOf(mirror: MirrorFact | undefined): Delivery | null {
  if (!mirror) return { of: "message", word: "on its way", reason: null };
  const { kind: of, reason } = mirror;
  switch (mirror.state) {
    case "mirrored":
      return null;
    case "held":
      return { of, word: "held", reason };
    case "skipped":
      return { of, word: "left out", reason };
    case "uncertain":
      return { of, word: "being checked", reason };
    default:
      return { of, word: "on its way", reason };
  }
}

/** An edit is left out where the other side says the same already: nothing to tell a reader. */
function laterDelivery(mirror: MirrorFact | undefined): Delivery | null {
  return mirror === undefined || mirror.state === "skipped" ? null : deliveryOf(mirror);
}

function tallyOf(messages: ConversationView["messages"], isOld: (desk: DeskName, id: number) => boolean): Tally {
  const own = (desk: DeskName) => messages[desk].filter(({ origin }) => origin === desk);
  const copies = (desk: DeskName) => messages[desk].filter(({ origin }) => origin !== desk);
  const waiting = (desk: DeskName) => own(desk).filter(({ delivery }) => isUnderWay(delivery)).length;
  const unexplained = (desk: DeskName) =>
    waiting(otherDesk(desk)) > 0 ? 0 : copies(desk).filter(({ id, twin }) => twin === null && isOld(desk, id)).length;
  const told = (desk: DeskName) => copies(desk).filter(({ twin, tells }) => twin !== null && tells === null).length;
  return {
    pairs: told("superoffice") + told("requestor"),
    waiting: waiting("superoffice") + waiting("requestor"),
    doubled: unexplained("superoffice") + unexplained("requestor"),
  };
}

function isUnderWay(delivery: Delivery | null): boolean {
  return delivery?.word === "on its way" || delivery?.word === "being checked";
}
