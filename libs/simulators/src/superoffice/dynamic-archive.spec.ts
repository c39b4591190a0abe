import { describe, expect, it } from "vitest";

import { superOffice } from "../testing/superoffice.ts";
import type { Client } from "../testing/superoffice.ts";

type Page = { "odata.nextLink": string | null; value: Record<string, unknown>[] };

const ID = "ej_message.id";
const CHANGED = "ej_message.changed_at";

async function changes(client: Client, filter: string, more: Record<string, string> = {}): Promise<Page> {
  const asked = new URLSearchParams({
    $select: `${ID},ej_message.ticket_id,ej_message.created_at,${CHANGED},ej_message.message_id`,
    $filter: filter,
    $orderBy: `${CHANGED} desc`,
    ...more,
  });
  const reply = await client.call("GET", `/Archive/dynamic?${asked.toString()}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.json as Page;
}

describe("SuperOffice's dynamic archive", () => {
  it("tells when messages were changed, the last change first, keys as text and the rest as it is", async () => {
    const client = await superOffice();
    const { control } = client;
    const { id } = control.createTicket();
    const at = (second: number) => ({ createdAt: `2026-01-02T03:04:0${second}.000Z` });
    const first = control.addMessage(id, { text: "first", ...at(1), changedAt: at(1).createdAt });
    const second = control.addMessage(id, {
      ...{ text: "second", ...at(2), changedAt: at(2).createdAt },
      messageId: "<requestor.47.991@bridge.example>",
    });
    control.editMessage(first.id, { text: "first, edited" });
    const all = await changes(client, `${CHANGED} afterTime '2026-01-01T00:00:00'`);
    expect(all.value.map((row) => row[ID])).toEqual([first.id, second.id]);
    expect(all.value[1]).toEqual({
      ...{ PrimaryKey: String(second.id), EntityName: "ej_message", [ID]: second.id, "ej_message.ticket_id": id },
      ...{ "ej_message.created_at": "2026-01-02T03:04:02Z", [CHANGED]: "2026-01-02T03:04:02Z" },
      "ej_message.message_id": "<requestor.47.991@bridge.example>",
    });
    const edited = await changes(client, `${CHANGED} afterTime '2026-01-02T03:04:02'`);
    expect(edited.value.map((row) => row[ID])).toEqual([first.id]);
    expect(edited.value[0]?.["ej_message.created_at"]).toBe("2026-01-02T03:04:01Z");
    const page = await changes(client, `${ID} gt 0`, { $top: "1", $skip: "1" });
    expect(page).toMatchObject({ "odata.nextLink": null, value: [{ [ID]: second.id }] });
  });

  it("is refused in its own words for a column that there is not, and always where it is switched off", async () => {
    const on = await superOffice();
    const unknown = await on.call("GET", "/Archive/dynamic?$filter=changedAt+afterTime+'2026-01-01T00:00:00'");
    expect(unknown).toMatchObject({ status: 500, json: { Error: true } });
    const off = await superOffice({ dynamicArchive: "off" });
    const refused = await off.call("GET", `/Archive/dynamic?$filter=${ID}+gt+0`);
    expect(refused).toMatchObject({ status: 500, json: { Error: true, ErrorType: "SoArchiveException" } });
  });
});
