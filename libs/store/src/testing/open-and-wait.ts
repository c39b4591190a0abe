import { ticket } from "./harness.ts";
import { openStore } from "../open-store.ts";

/**
 * A process that opens the embedded store on the folder of its first argument, links one more pair of tickets, says
 * "ready <links>" and waits for its end; when it cannot open, it says why. Started by the tests with a real Node.
 */
try {
  const store = await openStore({ databaseUrl: null, dataDir: process.argv[2] ?? "" });
  const next = (await store.listLinks({ cursor: null, limit: 100 })).items.length + 1;
  await store.createLink({
    superofficeTicketId: ticket(next),
    requestorTicketId: ticket(next),
    superofficeTitle: "",
    requestorTitle: "",
    requestorRef: null,
    present: { superoffice: [], requestor: [] },
  });
  process.stdout.write(`ready ${next}\n`);
  process.on("SIGTERM", () => void store.close().then(() => process.exit(0)));
  setInterval(() => undefined, 60_000);
} catch (error) {
  process.stdout.write(`refused ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}\n`);
  process.exit(3);
}
