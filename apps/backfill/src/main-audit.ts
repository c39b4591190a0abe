import { onNewEnoughNode } from "@ticket-bridge/assembly/new-enough-node";

await onNewEnoughNode("npm run audit", async () => {
  const { runAudit } = await import("./audit/run-audit.ts");
  await runAudit(process.argv.slice(2));
});
