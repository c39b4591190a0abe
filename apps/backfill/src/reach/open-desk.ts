import { hostname } from "node:os";

import { StartError, type BridgeConfig } from "@ticket-bridge/assembly";
import { DataDirInUseError } from "@ticket-bridge/store";
import { Backfills } from "@ticket-bridge/sync";

import type { BackfillDesk } from "./backfill-desk.ts";
import { BridgeGoneError, bridgeIn } from "./call-bridge.ts";
import { deskAtBridge } from "./desk-at-bridge.ts";
import { deskHere } from "./desk-here.ts";
import { openParts, type OpenOptions } from "./open-parts.ts";

export interface OpenDesk {
  readonly desk: BackfillDesk;
  close(): Promise<void>;
}

/**
 * Where the backfill is carried out: in this process, or by the running bridge that has the embedded database open. Throws
 * StartError for what a person has to mend.
 */
export async function openDesk(config: BridgeConfig, options: OpenOptions): Promise<OpenDesk> {
  const name = `process ${process.pid} on ${hostname()}`;
  try {
    const opened = await openParts(config, options);
    const { parts, pace } = opened;
    return { desk: deskHere(new Backfills({ ...parts, carrier: name, pace })), close: () => opened.close() };
  } catch (error) {
    if (!(error instanceof StartError) || !(error.cause instanceof DataDirInUseError)) throw error;
    return { desk: await deskOfOwner(config.dataDir, name, error), close: () => Promise.resolve() };
  }
}

/** Another process has the data folder: a bridge, or a command like this one. */
async function deskOfOwner(dataDir: string, name: string, inUse: StartError): Promise<BackfillDesk> {
  const call = bridgeIn(dataDir);
  const desk = deskAtBridge(call, name);
  try {
    await desk.unfinished();
    return desk;
  } catch (error) {
    if (!(error instanceof BridgeGoneError)) throw error;
    throw new StartError([...inUse.sentences, "It is no running bridge: maybe another backfill or audit."], error);
  }
}
