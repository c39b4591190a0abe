import {
  canReadAttachments,
  sideName,
  sourceOf,
  takesAttachments,
  targetOf,
  uploadsAttachments,
  type AttachmentInfo,
  type Message,
} from "@ticket-bridge/helpdesk";
import { safeFileName, shownPictures, type AttachmentOutcome } from "@ticket-bridge/mapping";

import { contentTypeOf, isEmbeddable, tooLargeFor } from "../decide/attachment-plan.ts";
import type { AttachmentFile } from "../ports/attachment-files.ts";
import type { AttachmentMirror, StoredAttachment } from "../ports/attachment-store.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import { downloadAttachment, UnavailableError } from "./download-attachment.ts";
import { LeaseLostError } from "./held-lane.ts";
import type { LaneRun } from "./lane-run.ts";
import { uploadAttachment } from "./upload-attachment.ts";

/** A message's attachments, ready to be written with it. */
export interface PreparedAttachments {
  /** By place. */
  readonly outcomes: readonly AttachmentOutcome[];
  /** To be called when the message was written or was not: removes what lies on the disk. */
  discard(): Promise<void>;
}

/** One attachment and what is known of it. */
export interface AttachmentTask {
  readonly info: AttachmentInfo;
  readonly place: number;
  readonly name: string;
  readonly contentType: string;
  /** Shown within the message's text. */
  readonly isShown: boolean;
  /** What an earlier attempt stored of it. */
  readonly known: StoredAttachment | null;
}

/** Of an edit: what its message had before. */
export interface StandingAttachments {
  /** By place, of those that are not to be sent. */
  readonly outcomes: ReadonlyMap<number, AttachmentOutcome>;
  /** What they take of the bytes that the written message may hold. */
  readonly bytes: number;
}

const noneStanding: StandingAttachments = { outcomes: new Map(), bytes: 0 };
const nothing: PreparedAttachments = { outcomes: [], discard: () => Promise.resolve() };

/**
 * Brings a message's attachments as far as they can go before it: to SuperOffice they are uploaded, for Requestor they lie
 * on the disk. One after the other, a piece at a time. What cannot cross is lost with its reason, for the message to say;
 * a fault of a side rejects with its DeliveryError, and the next attempt goes on where this one stopped. Rejects also
 * with what the lease and the pauses throw.
 */
export async function prepareAttachments(
  run: LaneRun,
  row: LaneMessage,
  message: Message,
  standing = noneStanding,
): Promise<PreparedAttachments> {
  const outcomes = message.attachments.flatMap((_info, place) => standing.outcomes.get(place) ?? []);
  if (outcomes.length === message.attachments.length) return { ...nothing, outcomes };
  // What was answered must not wait for a download.
  await run.lane.record();
  const work = new Work(run, row, message, standing.bytes);
  try {
    for (const task of await tasksOf(run, row, message)) {
      const before = standing.outcomes.get(task.place);
      if (before === undefined) await work.prepare(task);
      else work.outcomes.push(before);
    }
    await work.record();
    return { outcomes: work.outcomes, discard: () => work.discard() };
  } catch (error) {
    await work.discard();
    throw error;
  }
}

async function tasksOf({ context }: LaneRun, row: LaneMessage, message: Message): Promise<readonly AttachmentTask[]> {
  const known = await context.store.attachmentsOf(row.mirrorId);
  const shown = shownPictures(message);
  return message.attachments.map((info, place) => ({
    info,
    place,
    name: safeFileName(info.name),
    contentType: contentTypeOf(info),
    isShown: shown.has(place),
    // One that took another's place since is another one.
    known: known.find((one) => one.place === place && one.sourceId !== null && one.sourceId === info.id) ?? null,
  }));
}

class Work {
  readonly outcomes: AttachmentOutcome[] = [];
  readonly #run: LaneRun;
  readonly #row: LaneMessage;
  readonly #message: Message;
  readonly #files: AttachmentFile[] = [];
  readonly #rows: AttachmentMirror[] = [];
  #bytes: number;
  #embedded = 0;

  constructor(run: LaneRun, row: LaneMessage, message: Message, standingBytes: number) {
    this.#run = run;
    this.#row = row;
    this.#message = message;
    this.#bytes = standingBytes;
  }

  async prepare(task: AttachmentTask): Promise<void> {
    try {
      this.outcomes.push(await this.#carry(task));
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      const { name, info } = task;
      this.#rows.push({
        ...{ place: task.place, sourceId: info.id, name, contentType: info.contentType, size: info.size },
        ...{ sha256: null, targetId: task.known?.targetId ?? null, state: "lost", reason: error.message },
      });
      this.outcomes.push({ kind: "lost", why: error.message });
    }
  }

  /** What was not stored on the way, in one statement. */
  async record(): Promise<void> {
    const { context, lane } = this.#run;
    if (this.#rows.length === 0) return;
    const ours = await context.store.recordAttachments(lane.lease, this.#row.mirrorId, this.#rows);
    if (!ours) throw new LeaseLostError(lane.lease);
  }

  async discard(): Promise<void> {
    for (const file of this.#files) await file.remove();
  }

  async #carry(task: AttachmentTask): Promise<AttachmentOutcome> {
    const { context, lane } = this.#run;
    const source = context.helpdesks[sourceOf(lane.lease.direction)];
    const target = context.helpdesks[targetOf(lane.lease.direction)];
    const files = context.files ?? null;
    if (files === null || !takesAttachments(target)) {
      throw new UnavailableError(`${sideName(target.side)} cannot be given attachments`);
    }
    if (!canReadAttachments(source)) throw new UnavailableError(`${sideName(source.side)} hands out no attachments`);
    const most = target.mostAttachmentBytes;
    const judge = (size: number): void => {
      const why = tooLargeFor(target.side, size, most - this.#bytes, most);
      if (why !== null) throw new UnavailableError(why);
    };
    judge(task.known?.size ?? task.info.size ?? 0);
    const order = { run: this.#run, row: this.#row, message: this.#message, task, judge };
    if (uploadsAttachments(target)) {
      const attachment = await uploadAttachment(order, source, target, files);
      this.#bytes += attachment.size;
      return { kind: "carried", attachment };
    }
    const file = await files.create();
    this.#files.push(file);
    const { bytes, sha256 } = await downloadAttachment(order, source, file);
    this.#bytes += bytes.size;
    const { place, name, contentType, info } = task;
    this.#rows.push({
      ...{ place, sourceId: info.id, name, contentType, size: bytes.size, sha256 },
      ...{ targetId: null, state: "ready", reason: null },
    });
    if (task.isShown && isEmbeddable(contentType, bytes.size, this.#embedded)) {
      this.#embedded += bytes.size;
      const pieces: Uint8Array[] = [];
      for await (const piece of bytes.open()) pieces.push(Buffer.from(piece));
      return { kind: "embedded", contentType, base64: Buffer.concat(pieces).toString("base64") };
    }
    return {
      kind: "carried",
      attachment: { name, contentType, size: bytes.size, contentId: null, content: { bytes } },
    };
  }
}
