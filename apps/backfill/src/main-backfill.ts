import { onNewEnoughNode } from "@ticket-bridge/assembly/new-enough-node";

await onNewEnoughNode("npm run backfill", async () => {
  const { runBackfill } = await import("./backfill/run-backfill.ts");
  await runBackfill(process.argv.slice(2));
});
