import { deskNames, deskTitles } from "../desks/desk.ts";
import type { BridgeStatus } from "../bridge/bridge-api.ts";
import type { Tally } from "./conversation-view.ts";

/** `steady`: all is told. `busy`: at work. `waiting`: it goes on by itself later. `trouble`: a person must look. */
type Tone = "steady" | "busy" | "waiting" | "trouble";

export interface BridgeWord {
  readonly word: string;
  readonly tone: Tone;
  readonly detail: string;
}

/** The bridge's state in two words. Null as status means that it did not answer. */
export function bridgeWord(status: BridgeStatus | null, tally: Tally): BridgeWord {
  if (status === null) return { word: "No answer", tone: "trouble", detail: "The bridge does not answer." };
  const paused = deskNames.find((desk) => status.sides[desk].paused);
  if (paused) return { word: "Paused", tone: "waiting", detail: `${deskTitles[paused]} is paused.` };
  // The bridge may not have called a helpdesk since it failed; with nothing to deliver nobody waits for it.
  const away = deskNames.find((desk) => !status.sides[desk].reachable || status.sides[desk].refuses);
  if (away && tally.waiting > 0) {
    const does = status.sides[away].refuses ? "refuses the credentials" : "does not answer";
    const detail = `${deskTitles[away]} ${does}. Messages are kept and delivered when it is back.`;
    return { word: `Waiting for ${deskTitles[away]}`, tone: "waiting", detail };
  }
  if (status.held > 0) {
    return { word: "Needs attention", tone: "trouble", detail: "A message is held until a person decides." };
  }
  if (tally.waiting > 0) return { word: "Mirroring", tone: "busy", detail: "Messages are on their way." };
  return { word: "In step", tone: "steady", detail: "Both helpdesks tell the same story." };
}
