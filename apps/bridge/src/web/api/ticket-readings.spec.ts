import {
  DeliveryError,
  type Message,
  type MessageId,
  type MessageStub,
  type TicketId,
  type TicketListing,
} from "@ticket-bridge/helpdesk";
import { beforeEach, describe, expect, it } from "vitest";

import { TicketReadings } from "./ticket-readings.ts";

const ticketId = "7" as TicketId;
const ids = (...names: string[]) => names as MessageId[];
const nothingKnown = new Set<MessageId>();

let now: number;
let calls: string[];
let versions: Record<string, string | null>;
let away: boolean;
let readings: TicketReadings;

const stub = ([id, version]: [string, string | null]): MessageStub => ({
  ...{ id: id as MessageId, createdAt: 1, changedAt: null, version, message: null },
});

const message = (id: MessageId) =>
  ({
    ...{ id, ticketId, author: { name: "Kim", role: "agent" }, createdAt: 1, changedAt: null, visibility: "internal" },
    ...{ deleted: false, attachments: [{ name: "a.txt" }], content: { format: "plain", text: "Words" } },
  }) as unknown as Message;

function call<Value>(what: string, value: Value): Promise<Value> {
  calls.push(what);
  if (away) return Promise.reject(new DeliveryError("SuperOffice is away.", { decision: "retryable", fault: "side" }));
  return Promise.resolve(value);
}

beforeEach(() => {
  now = 0;
  calls = [];
  away = false;
  versions = { a: "1", b: "1" };
  const helpdesk = {
    listMessages: () =>
      call("list", { messages: Object.entries(versions).map(stub) } as unknown as TicketListing | null),
    readMessages: (_ticket: TicketId, wanted: readonly MessageId[]) =>
      call(`read ${wanted.join(" ")}`, wanted.map(message)),
  };
  const allowance = { perSecond: 5 };
  readings = new TicketReadings({
    helpdesks: { superoffice: helpdesk, requestor: helpdesk },
    allowances: { superoffice: allowance, requestor: allowance },
    monotonic: () => now,
  });
});

async function look(known: ReadonlySet<MessageId> = nothingKnown) {
  const reading = await readings.list("superoffice", ticketId, known);
  return { reading, ...(await readings.show("superoffice", ticketId, ids("a", "b"))) };
}

describe("the tickets that people look at", () => {
  it("cost one list and one reading of messages, however many look at once and as often as they look", async () => {
    const looks = await Promise.all(Array.from({ length: 10 }, () => look()));
    expect(looks.map(({ messages }) => messages.size)).toEqual(Array.from({ length: 10 }, () => 2));
    for (now = 0; now < 4_000; now += 100) await look();
    expect(calls).toEqual(["list", "read a b"]);
  });

  it("take at most a twentieth of the helpdesk's calls each, and read only messages that are others by now", async () => {
    const minute = 60_000;
    for (now = 0; now < minute; now += 250) {
      versions = { ...versions, b: String(Math.floor(now / 30_000)) };
      await look();
    }
    expect(calls.filter((each) => each === "list")).toHaveLength(15);
    expect(calls.filter((each) => each !== "list")).toEqual(["read a b", "read b"]);
  });

  it("are read each time where the list does not tell whether a message is another one", async () => {
    versions = { a: null, b: "1" };
    await look();
    now += 4_000;
    await look();
    expect(calls).toEqual(["list", "read a b", "list", "read a"]);
  });

  it("say after how long they are read anew, and what the bridge knew when they were read", async () => {
    const first = await look(new Set(ids("a")));
    now += 1_000;
    const second = await look(new Set(ids("a", "b")));
    expect([first.reading.againInMs, second.reading.againInMs]).toEqual([null, 3_000]);
    expect([...second.reading.known]).toEqual(["a"]);
    readings.forget("superoffice", ticketId);
    expect((await look()).reading.againInMs).toBeNull();
  });

  it("say why they could not be read, and are not tried more often for that", async () => {
    away = true;
    for (const _ of [1, 2, 3])
      expect((await look()).reading).toMatchObject({ listing: null, reason: "SuperOffice is away." });
    expect(calls).toEqual(["list"]);
    away = false;
    now += 4_000;
    await readings.list("superoffice", ticketId, nothingKnown);
    away = true;
    for (const _ of [1, 2]) expect((await look()).reason).toBe("SuperOffice is away.");
    expect(calls).toEqual(["list", "list", "read a b"]);
  });

  it("keep no text", async () => {
    const { reading, messages } = await look();
    expect(JSON.stringify([reading.listing, [...messages.values()]])).not.toContain("Words");
  });
});
