import { StartError, type BridgeConfig } from "@ticket-bridge/assembly";
import { DataDirInUseError } from "@ticket-bridge/store";

import { BridgeGoneError, bridgeIn, type BridgeManners, type CallBridge } from "./call-bridge.ts";
import { openParts, type OpenOptions, type OpenParts } from "./open-parts.ts";

export interface Desks<Desk> {
  readonly here: (opened: OpenParts) => Desk;
  readonly atBridge: (call: CallBridge) => Desk;
  readonly manners: BridgeManners;
  /** Asks something that any running bridge answers. */
  readonly probe: (desk: Desk) => Promise<unknown>;
}

/**
 * Where a command does its work: in this process, or by the running bridge that has the embedded database open. Throws
 * StartError for what a person has to mend.
 */
export async function openHereOrAtBridge<Desk>(
  config: BridgeConfig,
  options: OpenOptions,
  desks: Desks<Desk>,
): Promise<{ readonly desk: Desk; close(): Promise<void> }> {
  try {
    const opened = await openParts(config, options);
    return { desk: desks.here(opened), close: () => opened.close() };
  } catch (error) {
    if (!(error instanceof StartError) || !(error.cause instanceof DataDirInUseError)) throw error;
    return { desk: await deskOfOwner(config.dataDir, desks, error), close: () => Promise.resolve() };
  }
}

/** Another process has the data folder: a bridge, or a command like this one. */
async function deskOfOwner<Desk>(dataDir: string, desks: Desks<Desk>, inUse: StartError): Promise<Desk> {
  const desk = desks.atBridge(bridgeIn(dataDir, desks.manners));
  try {
    await desks.probe(desk);
    return desk;
  } catch (error) {
    if (!(error instanceof BridgeGoneError)) throw error;
    throw new StartError([...inUse.sentences, "It is no running bridge: maybe another backfill or audit."], error);
  }
}
