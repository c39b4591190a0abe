import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";

import { receiver } from "../testing/receiver.ts";
import { superOffice } from "../testing/superoffice.ts";

const webhooks = { requireHttps: false, delayScale: 0.001 };

type Event = { Event: string; PrimaryKey: number; Changes: string[]; FieldValues: Record<string, unknown> };

const eventOf = (body: string) => JSON.parse(body) as Event;

describe("SuperOffice webhooks", () => {
  it("are saved only when the target answers the signed test call with 200", async () => {
    const { call, control } = await superOffice({ webhooks });
    const target = await receiver();
    const hook = {
      Name: "bridge",
      Events: ["ticket.changed"],
      TargetUrl: target.url,
      Secret: "s3cret",
      State: "Active",
    };
    target.answer.status = 204;
    expect((await call("POST", "/Webhook", hook)).status).toBe(500);
    expect(control.webhooks()).toEqual([]);
    target.answer.status = 200;
    const reply = await call("POST", "/Webhook", hook);
    expect(reply).toMatchObject({ status: 200, json: { State: "Active", TargetUrl: target.url } });
    const test = target.received.at(-1);
    expect(test?.headers).toMatchObject({ "x-hook-test": "true", "x-superoffice-event": "test" });
    expect(eventOf(test?.body ?? "")).toMatchObject({ Event: "test", Entity: "test", PrimaryKey: 0 });
    expect(test?.headers["x-superoffice-signature"]).toBe(
      createHmac("sha256", "s3cret")
        .update(test?.body ?? "")
        .digest("base64"),
    );
  });

  it("must be https unless that rule is off, and know only events of tickets", async () => {
    const strict = await superOffice();
    const target = await receiver();
    const hook = { Name: "bridge", Events: ["ticket.changed"], TargetUrl: target.url, Secret: "" };
    expect((await strict.call("POST", "/Webhook", hook)).status).toBe(500);
    const { call } = await superOffice({ webhooks });
    expect((await call("POST", "/Webhook", { ...hook, Events: ["ticketmessage.created"] })).status).toBe(500);
    expect((await call("POST", "/Webhook", { ...hook, TargetUrl: "nowhere" })).status).toBe(500);
    expect(target.received).toEqual([]);
  });

  it("send ticket.changed for a message, signed over the raw body in Base64, with numbers and naive dates", async () => {
    const { control } = await superOffice({ webhooks });
    const target = await receiver();
    await control.registerWebhook({ targetUrl: target.url, secret: "s3cret" });
    const { id } = control.createTicket({ slevel: "Internal" });
    control.addMessage(id, { text: "hä?" });
    await target.waitFor(() => target.received.length === 3);
    const sent = target.received.slice(1);
    for (const { headers, body } of sent) {
      expect(headers["x-superoffice-signature"]).toBe(
        createHmac("sha256", "s3cret").update(body, "utf8").digest("base64"),
      );
      expect(headers["user-agent"]).toContain("NetServer-Webhook");
    }
    const events = sent.map(({ body }) => eventOf(body));
    expect(events.map(({ Event }) => Event).sort()).toEqual(["ticket.changed", "ticket.created"]);
    const changed = events.find(({ Event }) => Event === "ticket.changed");
    expect(changed).toMatchObject({ PrimaryKey: id, FieldValues: { slevel: 1, status: 1, connect_id: -1 } });
    expect(changed?.Changes).toEqual(expect.arrayContaining(["last_changed", "num_messages"]));
    expect(changed?.FieldValues["last_changed"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  });

  it("send no signature without a secret", async () => {
    const { control } = await superOffice({ webhooks });
    const target = await receiver();
    await control.registerWebhook({ targetUrl: target.url });
    expect(target.received[0]?.headers).not.toHaveProperty("x-superoffice-signature");
  });

  it("fire when a person merely reads a ticket", async () => {
    const { control } = await superOffice({ webhooks });
    const { id } = control.createTicket();
    const target = await receiver();
    await control.registerWebhook({ targetUrl: target.url });
    control.readTicket(id);
    await target.waitFor(() => target.received.length === 2);
    expect(eventOf(target.received[1]?.body ?? "").Changes).toEqual(["id", "read_by_owner"]);
  });

  it("name the columns that changed", async () => {
    const { control } = await superOffice({ webhooks });
    const { id } = control.createTicket();
    const target = await receiver();
    await control.registerWebhook({ targetUrl: target.url });
    control.setTicket(id, { closed: true, ownedBy: 5 });
    await target.waitFor(() => target.received.length === 2);
    expect(eventOf(target.received[1]?.body ?? "").Changes).toEqual([
      "id",
      "last_changed",
      "status",
      "closed_at",
      "owned_by",
    ]);
  });

  it("try an event three times in a cycle and again from the back of the queue", async () => {
    const { control } = await superOffice({ webhooks });
    const { id } = control.createTicket();
    const target = await receiver();
    await control.registerWebhook({ targetUrl: target.url });
    target.answer.status = 500;
    control.readTicket(id);
    await target.waitFor(() => target.received.length === 5);
    target.answer.status = 200;
    await control.waitFor((c) => c.webhookTries().at(-1)?.status === 200);
    const tries = control.webhookTries();
    expect(new Set(tries.map(({ eventId }) => eventId)).size).toBe(1);
    expect(target.received[3]?.headers["x-superoffice-retry"]).toBe("2");
    expect(control.webhooks()[0]).toMatchObject({ state: "Active", consecutiveFailures: 0, lastError: "Status 500" });
  });

  it("let others pass while a failed event waits at the back of the queue", async () => {
    const { control } = await superOffice({ webhooks: { ...webhooks, delayScale: 0.01, concurrency: 1 } });
    const one = control.createTicket();
    const two = control.createTicket();
    const target = await receiver();
    await control.registerWebhook({ targetUrl: target.url });
    target.answer.status = 500;
    control.readTicket(one.id);
    await control.waitFor((c) => c.webhookTries().length === 3);
    target.answer.status = 200;
    control.readTicket(two.id);
    const tries = await control.waitFor((c) => c.webhookTries().length === 5 && c.webhookTries());
    expect(tries.slice(3)).toMatchObject([
      { ticketId: two.id, attempt: 1, status: 200 },
      { ticketId: one.id, attempt: 4, status: 200 },
    ]);
  });

  it("stop after nine failures in a row, lose what was queued, and come back only by a PUT", async () => {
    const { call, control } = await superOffice({ webhooks: { ...webhooks, concurrency: 1 } });
    const { id } = control.createTicket();
    const target = await receiver();
    const { id: hookId } = await control.registerWebhook({ targetUrl: target.url });
    target.answer.status = 503;
    for (let reads = 0; reads < 5; reads += 1) control.readTicket(id);
    await control.waitFor((c) => c.webhooks()[0]?.state === "TooManyErrors");
    expect(control.webhookTries()).toHaveLength(9);
    expect((await call("GET", `/Webhook/${hookId}`)).json["State"]).toBe("TooManyErrors");
    expect((await call("GET", `/Webhook/${hookId}/LastError`)).text).toBe('"Status 503"');
    target.answer.status = 200;
    control.readTicket(id);
    const { json } = await call("GET", `/Webhook/${hookId}`);
    expect((await call("PUT", `/Webhook/${hookId}`, { ...json, State: "Active" })).status).toBe(200);
    control.clearRecords();
    control.readTicket(id);
    await control.waitFor((c) => c.webhookTries().length === 1);
    // The lost events did not come along: the test call and this one are all.
    expect(target.received).toHaveLength(1 + 9 + 1 + 1);
  });

  it("can be listed by filter, tested without saving, and deleted", async () => {
    const { call, control } = await superOffice({ webhooks });
    const target = await receiver();
    const { id } = await control.registerWebhook({ targetUrl: target.url, name: "bridge" });
    expect(JSON.parse((await call("GET", "/Webhook?nameFilter=bridge")).text)).toHaveLength(1);
    expect(JSON.parse((await call("GET", "/Webhook?nameFilter=other")).text)).toHaveLength(0);
    const hook = { Name: "x", Events: ["ticket.changed"], TargetUrl: target.url };
    expect((await call("POST", "/Webhook/Test", hook)).json["Success"]).toBe(true);
    target.answer.status = 500;
    expect((await call("POST", "/Webhook/Test", hook)).json["Success"]).toBe(false);
    expect((await call("DELETE", `/Webhook/${id}`)).status).toBe(204);
    expect((await call("GET", `/Webhook/${id}`)).status).toBe(404);
  });
});
