#!/usr/bin/env node
import { onFrugalNode } from "../../../tools/bundle/frugal-node.js";
import { runBuilt } from "../../../tools/bundle/run-built.js";

/*
 * As Node comes, planning 10,000 messages takes 315 MB resident and 100,000 take 417; frugally they take 220 and 224.
 */
await onFrugalNode(() => runBuilt("apps/backfill", "main-backfill.js"));
