import { describe, expect, it } from "vitest";

import { controlCall } from "./testing/control-call.ts";
import { requestor } from "./testing/requestor.ts";
import { superOffice } from "./testing/superoffice.ts";

async function causeOf(refused: Promise<unknown>): Promise<unknown> {
  return refused.then(
    () => "answered",
    (error: unknown) => (error instanceof Error ? (error.cause as { code?: string } | undefined)?.code : error),
  );
}

describe("an outage of a whole helpdesk", () => {
  it("refuses connections and comes back on the same port", async () => {
    for (const { control, call } of [await bothWays("superoffice"), await bothWays("requestor")]) {
      expect(await call()).toBe(200);
      await control.down("refused");
      expect(control.outage).toBe("refused");
      expect(await causeOf(call())).toBe("ECONNREFUSED");
      await control.up();
      expect([control.outage, await call()]).toEqual([null, 200]);
      expect(control.faultCounts().others).toEqual({ "outage-refused": 1 });
    }
  });

  it("ends by itself after its time", async () => {
    const { control, call } = await bothWays("requestor");
    await control.down("refused", 40);
    expect(await causeOf(call())).toBe("ECONNREFUSED");
    await expect.poll(() => call().catch(() => 0)).toBe(200);
    expect(control.outage).toBeNull();
  });

  it("takes calls without answering them, stores nothing, and cuts them when it ends", async () => {
    const client = await superOffice();
    const { id } = client.control.createTicket();
    await client.control.down("hanging");
    const hanging = client.call("POST", "/TicketMessage", { Ticket: { TicketId: id }, Body: "x" });
    await client.control.waitFor((c) => c.calls().total === 1);
    await expect.poll(() => client.control.pending().heldCalls).toBe(1);
    expect(client.control.messages(id)).toEqual([]);
    await client.control.up();
    await expect(hanging).rejects.toThrow("fetch failed");
    expect(client.control.messages(id)).toEqual([]);
    expect((await client.call("GET", `/Ticket/${id}`)).status).toBe(200);
  });

  it("offline answers 503 with HTML at both, and SuperOffice's state API says so", async () => {
    const client = await superOffice();
    const { id } = client.control.createTicket();
    const state = async () => (await fetch(`${client.origin}/api/state/Cust12345`)).json();
    await client.control.down("offline");
    const reply = await client.call("GET", `/Ticket/${id}`);
    expect([reply.status, reply.headers.get("content-type")]).toEqual([503, "text/html; charset=utf-8"]);
    expect(await state()).toMatchObject({ State: "Offline", IsRunning: false });
    await client.control.up();
    expect(await state()).toMatchObject({ State: "Running", IsRunning: true });
    const other = await bothWays("requestor");
    await other.control.down("offline");
    expect(await other.call()).toBe(503);
  });

  it("can follow another without a pause between them", async () => {
    const { control, call } = await bothWays("superoffice");
    await control.down("refused");
    await control.down("offline");
    expect(await call()).toBe(503);
    await control.up();
    expect(await call()).toBe(200);
  });

  it("is asked for and ended over HTTP at the control's own port, which stays open", async () => {
    const client = await requestor();
    const { id } = client.control.createTicket();
    expect(await controlCall(client.url, "POST", "/down", { kind: "refused" })).toMatchObject({ status: 400 });
    expect((await controlCall(client.controlUrl, "POST", "/down", { kind: "refused" })).status).toBe(204);
    expect(await causeOf(client.get(`/Tickets/GetTicket/${id}`))).toBe("ECONNREFUSED");
    expect((await controlCall(client.controlUrl, "GET", "/outage")).json).toEqual({ outage: "refused" });
    expect((await controlCall(client.controlUrl, "POST", "/up")).status).toBe(204);
    expect((await client.get(`/Tickets/GetTicket/${id}`)).status).toBe(200);
    expect(await controlCall(client.url, "POST", "/down", { kind: "flood" })).toMatchObject({ status: 400 });
    expect(await controlCall(client.url, "POST", "/down", { kind: "offline", forMs: "1" })).toMatchObject({
      status: 400,
    });
  });

  it("keeps no simulator from stopping, whatever it does to the ports", async () => {
    for (const kind of ["refused", "hanging", "offline"] as const) {
      const { control, call, stop } = await bothWays("superoffice");
      await control.down(kind, 60_000);
      const last = causeOf(call());
      if (kind === "hanging") await control.waitFor((c) => c.calls().total === 1);
      await stop();
      await last;
    }
  });
});

/** One read of a ticket at either helpdesk. */
async function bothWays(side: "superoffice" | "requestor") {
  if (side === "superoffice") {
    const { control, call, stop } = await superOffice();
    const { id } = control.createTicket();
    return { control, stop, call: async () => (await call("GET", `/Ticket/${id}`)).status };
  }
  const { control, get, stop } = await requestor();
  const { id } = control.createTicket();
  return { control, stop, call: async () => (await get(`/Tickets/GetTicket/${id}`)).status };
}
