import { afterEach, beforeEach, expect, it } from "vitest";

import { requestorAccount } from "../desks/people.ts";
import { startRequestorDesk, type RequestorDesk } from "../desks/requestor-desk.ts";
import { startSuperOfficeDesk } from "../desks/superoffice-desk.ts";
import { liveSteps } from "./live-steps.ts";
import { orderImportTicket } from "./order-import-ticket.ts";
import { tellPast, type Desks } from "./tell-sample.ts";

let requestor: RequestorDesk;
let desks: Desks;

beforeEach(async () => {
  requestor = await startRequestorDesk({ port: 0 });
  desks = { superoffice: await startSuperOfficeDesk({ port: 0 }), requestor };
  tellPast(desks, orderImportTicket, Date.now());
});
afterEach(() => Promise.all(Object.values(desks).map((desk) => desk.stop())));

it("edits a message only when the bridge has its copy, so that the edit is seen as one", () => {
  const at = orderImportTicket.live.findIndex(({ does }) => does === "edit");
  const [said, edit] = [liveSteps.slice(0, at), liveSteps[at]];
  expect(said.map((step) => step(desks))).toEqual(said.map(() => "now"));
  expect(edit?.(desks)).toBe("not yet");
  const text = orderImportTicket.live[at]?.line.text ?? "";
  const copy = { from: requestorAccount.username, text: `Robin Dahl wrote:\n\n${text}`, html: false, private: false };
  requestor.control.addMessage(orderImportTicket.requestor.id, copy);
  expect(edit?.(desks)).toBe("now");
  expect(edit?.(desks)).toBe("before");
});
