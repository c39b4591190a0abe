import { request } from "node:http";
import { describe, expect, it } from "vitest";

import { requestor } from "./testing/requestor.ts";
import { superOffice } from "./testing/superoffice.ts";

/** Announces a body of this length and reads the answer without sending it. */
function announced(url: string, length: number): Promise<{ status: number | undefined; type: string | undefined }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: "POST",
      headers: { "content-type": "application/json", "content-length": length },
    });
    sent.on("response", (response) => {
      resolve({ status: response.statusCode, type: response.headers["content-type"] });
      sent.destroy();
    });
    sent.on("error", reject);
    sent.flushHeaders();
  });
}

describe("a request that no handler gets", () => {
  it("is the web server's 413 with HTML when its body is far too large", async () => {
    const { url } = await requestor();
    const html = { status: 413, type: "text/html; charset=utf-8" };
    expect(await announced(`${url}/api/Tickets/NewMessage`, 80_000_000)).toEqual(html);
    const so = await superOffice();
    expect(await announced(`${so.url}/api/v1/TicketMessage`, 80_000_000)).toEqual(html);
  });

  it("is 413 as well when it turns out longer than it may be", async () => {
    const { post, control } = await requestor({ maxBodyBytes: 1000 });
    const { id } = control.createTicket();
    const lines = new ReadableStream({
      start(controller) {
        for (let part = 0; part < 20; part += 1) controller.enqueue(new TextEncoder().encode(" ".repeat(100)));
        controller.close();
      },
    });
    const { url } = await requestor({ maxBodyBytes: 1000 });
    const init = { method: "POST", body: lines, duplex: "half" };
    expect((await fetch(`${url}/api/Tickets/NewMessage`, init as RequestInit)).status).toBe(413);
    expect((await post("/Tickets/NewMessage", { TicketId: id, Message: "x".repeat(900) })).status).toBe(200);
  });

  it("is the helpdesk's own 500 when its address cannot be decoded", async () => {
    const { call } = await superOffice();
    const reply = await call("GET", "/Ticket/%E0%A4%A");
    expect(reply).toMatchObject({ status: 500, json: { Error: true } });
  });

  it("is HTML with 404 outside the tenant", async () => {
    const { origin } = await superOffice();
    const page = await fetch(`${origin}/Cust99999/api/v1/Ticket/1`);
    expect([page.status, page.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
  });
});
