#!/usr/bin/env node
import { runBuilt } from "../../../tools/bundle/run-built.js";

await runBuilt("apps/backfill", "main-backfill.js");
