import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readConfig } from "@ticket-bridge/assembly";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { bothSides, NewTicket } from "./new-ticket.ts";
import { TwoHelpdesks } from "./two-helpdesks.ts";

const mapping = {
  categories: [
    { superoffice: 12, requestor: 5 },
    { superoffice: 14, requestor: null },
    { superoffice: null, requestor: 9 },
  ],
  priorities: [{ superoffice: 7, requestor: null }],
};

let folder: string;
let helpdesks: TwoHelpdesks;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ticket-bridge-mapping-"));
  const file = join(folder, "mapping.json");
  await writeFile(file, JSON.stringify(mapping));
  const { config } = readConfig({
    ...{ MAPPING_FILE: file, SUPEROFFICE_URL: "http://127.0.0.1:1", REQUESTOR_URL: "http://127.0.0.1:2" },
    ...{ SUPEROFFICE_AUTH: "basic", SUPEROFFICE_USERNAME: "bridge", SUPEROFFICE_PASSWORD: "a password" },
    ...{ REQUESTOR_USERNAME: "bridge", REQUESTOR_PASSWORD: "a password" },
  });
  helpdesks = await TwoHelpdesks.start({ createTicketsIn: bothSides, mapping: config.mapping });
});

afterEach(async () => {
  await helpdesks.stop();
  await rm(folder, { recursive: true, force: true });
});

describe("MAPPING_FILE", { timeout: 60_000 }, () => {
  it("gives a ticket created in SuperOffice its category and its priority", async () => {
    const named = new NewTicket(helpdesks, "requestor", { serviceId: 5 }).says("one");
    const other = new NewTicket(helpdesks, "requestor", { serviceId: 6 }).says("one");
    await named.crossed(["one"]);
    await other.crossed(["one"]);
    const created = [named, other].map((ticket) => {
      const [id = 0] = ticket.ticketsIn("superoffice");
      return helpdesks.superoffice.control.ticket(id);
    });
    expect(created).toMatchObject([
      { category: 12, priority: 7 },
      { category: 14, priority: 7 },
    ]);
  });

  it("gives a ticket created in Requestor its service", async () => {
    const named = new NewTicket(helpdesks, "superoffice", { category: 12 }).says("one");
    const other = new NewTicket(helpdesks, "superoffice", { category: 3 }).says("one");
    await named.crossed(["one"]);
    await other.crossed(["one"]);
    const created = [named, other].map((ticket) => {
      const [id = 0] = ticket.ticketsIn("requestor");
      return helpdesks.requestor.control.ticket(id);
    });
    expect(created).toMatchObject([{ serviceId: 5 }, { serviceId: 9 }]);
  });
});
