import { describe, expect, it } from "vitest";

import type { FaultMix, WebhookFault } from "./fault-mix.ts";
import { receiver } from "./testing/receiver.ts";
import { requestor } from "./testing/requestor.ts";
import { superOffice } from "./testing/superoffice.ts";

const webhooks = { requireHttps: false, delayScale: 0.001, concurrency: 1 };

const always = (fault: WebhookFault, delayMs = 40): FaultMix => ({
  seed: 5,
  intensity: 0,
  webhooks: { [fault]: 1 },
  spans: { webhookDelay: [delayMs, delayMs] },
});

/** Both helpdesks with a webhook at a receiver of their own; `hints` are the ticket ids in the order of arrival. */
async function helpdesks() {
  const first = await superOffice({ webhooks });
  const target = await receiver();
  await first.control.registerWebhook({ targetUrl: target.url, events: ["ticket.changed"] });
  const second = await requestor();
  const other = await receiver();
  second.control.webhook({ url: other.url, secret: "s", form: "id" });
  return [
    {
      control: first.control,
      hints: () => target.received.slice(1).map(({ body }) => (JSON.parse(body) as { PrimaryKey: number }).PrimaryKey),
      change: (id: number) => void first.control.addMessage(id, { text: "x" }),
    },
    {
      control: second.control,
      hints: () => other.received.map(({ body }) => (JSON.parse(body) as { TicketId: number }).TicketId),
      change: (id: number) => void second.control.addMessage(id, { text: "x" }),
    },
  ];
}

async function withTickets() {
  const all = await helpdesks();
  return Promise.all(
    all.map(async ({ control, hints, change }) => {
      const ids = [control.createTicket().id, control.createTicket().id] as const;
      // SuperOffice's hook wants no ticket.created, Requestor's rule fires at every change.
      await expect.poll(() => hints().length).toBe("webhooks" in control ? 0 : 2);
      const before = hints().length;
      return { control, hints: () => hints().slice(before), change, ids };
    }),
  );
}

describe("a webhook on its way", () => {
  it("can be lost", async () => {
    for (const { control, hints, change, ids } of await withTickets()) {
      control.unleash(always("lost"));
      change(ids[0]);
      await control.calm();
      change(ids[1]);
      await expect.poll(hints).toEqual([ids[1]]);
      expect(control.faultCounts().others).toEqual({ "webhook-lost": 1 });
    }
  });

  it("can come two to four times", async () => {
    for (const { control, hints, change, ids } of await withTickets()) {
      control.unleash(always("duplicated"));
      change(ids[0]);
      await control.calm();
      await expect.poll(() => hints().length).toBeGreaterThanOrEqual(2);
      expect(new Set(hints())).toEqual(new Set([ids[0]]));
    }
  });

  it("can be delayed", async () => {
    for (const { control, hints, change, ids } of await withTickets()) {
      control.unleash(always("delayed", 200));
      change(ids[0]);
      await control.calm();
      change(ids[1]);
      await expect.poll(hints).toEqual([ids[1]]);
      expect(control.pending().webhooks).toBe(1);
      await expect.poll(hints).toEqual([ids[1], ids[0]]);
      expect(control.pending().webhooks).toBe(0);
    }
  });

  it("can be overtaken by the next one", async () => {
    for (const { control, hints, change, ids } of await withTickets()) {
      control.unleash(always("reordered", 60_000));
      change(ids[0]);
      await control.calm();
      change(ids[1]);
      await expect.poll(hints).toEqual([ids[1], ids[0]]);
    }
  });

  it("arrives also when nothing overtakes it", async () => {
    for (const { control, hints, change, ids } of await withTickets()) {
      control.unleash(always("reordered", 30));
      change(ids[0]);
      await expect.poll(hints).toEqual([ids[0]]);
    }
  });
});
