import {
  startRequestorSimulator,
  startSuperOfficeSimulator,
  type RequestorSimulator,
  type SuperOfficeSimulator,
} from "@ticket-bridge/simulators";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { bareHelpdesks, type BareHelpdesk } from "../floor/bare-helpdesks.ts";
import type { TicketPair } from "./plan.ts";
import { Traffic, type TrafficResult } from "./traffic.ts";

describe("a message with a file", () => {
  let superoffice: SuperOfficeSimulator;
  let requestor: RequestorSimulator;
  let helpdesks: Readonly<Record<"superoffice" | "requestor", BareHelpdesk>>;
  let pair: TicketPair;
  let result: Promise<TrafficResult | string>;

  beforeEach(async () => {
    superoffice = await startSuperOfficeSimulator();
    requestor = await startRequestorSimulator();
    helpdesks = bareHelpdesks({ superoffice: superoffice.url, requestor: requestor.url }, 1);
    const controls = { superoffice: superoffice.control, requestor: requestor.control };
    pair = { superoffice: controls.superoffice.createTicket().id, requestor: controls.requestor.createTicket().id };
    const plan = { directions: ["superoffice-to-requestor" as const], pairs: [pair], messages: 1, fileBytes: 1_000 };
    const traffic = new Traffic(controls, { ...plan, pace: { kind: "outstanding", atOnce: 1 } }, 1);
    result = traffic.run().catch((error: unknown) => String(error));
  });

  afterEach(async () => {
    await superoffice.stop();
    await requestor.stop();
  });

  async function source() {
    const { ids } = await helpdesks.superoffice.list(pair.superoffice);
    const [message] = await helpdesks.superoffice.read(pair.superoffice, ids);
    const [file] = message?.files ?? [];
    if (message === undefined || file === undefined) throw new Error("Nobody wrote a message with a file.");
    return { message, file: await helpdesks.superoffice.download(file) };
  }

  it("counts as mirrored with the same bytes", async () => {
    const { message, file } = await source();
    await helpdesks.requestor.write(pair.requestor, message, [file]);
    expect(await result).toMatchObject({ messages: 1, doubled: 0 });
  });

  it("ends the run when its mirror has other bytes", async () => {
    const { message, file } = await source();
    const bytes = Buffer.from(file.bytes);
    bytes[500] = (bytes[500] ?? 0) ^ 1;
    await helpdesks.requestor.write(pair.requestor, message, [{ ...file, bytes }]);
    expect(await result).toContain("Message 0 came without its file, or with another one.");
  });

  it("ends the run when its mirror has no file", async () => {
    const { message } = await source();
    await helpdesks.requestor.write(pair.requestor, message, []);
    expect(await result).toContain("Message 0 came without its file, or with another one.");
  });
});
