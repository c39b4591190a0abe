import { DeliveryError } from "@ticket-bridge/helpdesk";
import { expect, it } from "vitest";

import { Bench, requestorTicket, superofficeTicket } from "../testing/bench.ts";
import { adoptTarget } from "./adopt-target.ts";

it("takes no message for a mirror that Requestor shows as deleted", async () => {
  const bench = new Bench();
  await bench.link();
  await bench.engine();
  bench.requestor.refusal = () => new DeliveryError("Too large.", { decision: "permanent", fault: "message" });
  bench.superoffice.write(superofficeTicket, "copied by hand");
  await bench.quiet();
  const held = bench.database.mirrors.find(({ state }) => state === "held");
  const copy = bench.requestor.write(requestorTicket, "copied by hand");
  bench.requestor.replace(copy.id, { deleted: true });
  const parts = { store: bench.store, helpdesks: { superoffice: bench.superoffice, requestor: bench.requestor } };
  expect(await adoptTarget(parts, held?.id ?? "", copy.id)).toMatchObject({ outcome: "refused" });
  bench.requestor.replace(copy.id, { deleted: false });
  expect(await adoptTarget(parts, held?.id ?? "", copy.id)).toMatchObject({ outcome: "done" });
  await bench.stop();
});
