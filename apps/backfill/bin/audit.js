#!/usr/bin/env node
import { onFrugalNode } from "../../../tools/bundle/frugal-node.js";
import { runBuilt } from "../../../tools/bundle/run-built.js";

await onFrugalNode(() => runBuilt("apps/backfill", "main-audit.js"));
