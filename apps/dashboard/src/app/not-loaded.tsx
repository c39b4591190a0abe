import { useEffect } from "react";

import { TroubleSentence } from "../parts/trouble.tsx";
import { useLiveState } from "./live-context.ts";
import { loadAnew, loadAnewOnce } from "./load-anew.ts";

const againMs = 5_000;

/** Stands where a part of the page could not be loaded, until it can be. */
export function NotLoaded() {
  const state = useLiveState();
  useEffect(() => {
    void loadAnewOnce();
    if (state !== "polling") return undefined;
    const timer = setInterval(() => void loadAnewOnce(), againMs);
    return () => clearInterval(timer);
  }, [state]);
  return (
    <TroubleSentence onRetry={() => void loadAnew()}>
      This part of the page could not be loaded from the bridge. It is loaded by itself once the bridge can be reached.
    </TroubleSentence>
  );
}
