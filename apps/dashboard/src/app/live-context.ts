import { createContext, useContext } from "react";

/** Live: the bridge tells what changed. Polling: it cannot be heard, so it is asked. */
export type LiveState = "connecting" | "live" | "polling";

export const LiveContext = createContext<LiveState>("connecting");

export function useLiveState(): LiveState {
  return useContext(LiveContext);
}
