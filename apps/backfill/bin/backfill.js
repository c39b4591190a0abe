#!/usr/bin/env node
import { runBuilt } from "../../../tools/bundle/run-built.js";

/*
 * The script in package.json tells Node how to use memory, for the reasons that apps/bridge/start.js gives. As Node comes,
 * planning 10,000 messages takes 315 MB resident and 100,000 take 417; so they take 220 and 224.
 */
await runBuilt("apps/backfill", "main-backfill.js");
