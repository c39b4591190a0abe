import { expect, it } from "vitest";

import { CUSTOMER, requestor } from "../testing/requestor.ts";

const OPERATOR = `Basic ${btoa("bridge:bridge-password")}`;
const attachments = [{ fileName: "účet.pdf", contentType: "application/pdf", data: "AAEC" }];

it("hands an attachment out at its address to whoever may see it", async () => {
  const { control, url } = await requestor({ downloads: { path: "/files?id={id}&raw=1", auth: "basic" } });
  const ticket = control.createTicket();
  const message = control.addMessage(ticket.id, { text: "x", private: true, from: "kim", attachments });
  const address = `${url}/files?id=${message.attachments[0]?.id ?? 0}&raw=1`;
  const response = await fetch(address, { headers: { authorization: OPERATOR } });
  expect(response.headers.get("content-type")).toBe("application/pdf");
  expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from([0, 1, 2]));
  expect((await fetch(address)).status).toBe(401);
  expect((await fetch(address, { headers: { authorization: CUSTOMER } })).status).toBe(403);
  expect((await fetch(`${url}/files?id=9999&raw=1`, { headers: { authorization: OPERATOR } })).status).toBe(404);
});

it("hands out nothing where downloads are off, and asks nobody where they are open", async () => {
  const closed = await requestor({ downloads: null });
  const open = await requestor({ downloads: { path: "/files/{id}", auth: "none" } });
  for (const { control } of [closed, open]) control.addMessage(control.createTicket().id, { text: "x", attachments });
  expect((await fetch(`${closed.url}/Attachment/Download/301`)).status).toBe(404);
  expect((await fetch(`${open.url}/files/301`)).status).toBe(200);
});

it("breaks by the mix and with an outage like any call of the API", async () => {
  const { control, url } = await requestor();
  const message = control.addMessage(control.createTicket().id, { text: "x", attachments });
  const download = () =>
    fetch(`${url}/Attachment/Download/${message.attachments[0]?.id ?? 0}`, { headers: { authorization: OPERATOR } });
  control.unleash({ seed: 1, intensity: 0, reads: { "reset-before-commit": 1 } });
  await expect(download()).rejects.toThrow();
  await control.calm();
  await control.down("offline");
  expect((await download()).status).toBe(503);
  await control.up();
  expect((await download()).status).toBe(200);
});
