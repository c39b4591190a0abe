#!/usr/bin/env node
import { onNewEnoughNode } from "@ticket-bridge/assembly/new-enough-node";

await onNewEnoughNode("npm start", async () => {
  const { run } = await import("./run.ts");
  await run(process.argv.slice(2));
});
