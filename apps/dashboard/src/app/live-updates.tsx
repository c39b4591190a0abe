import { useDocumentVisibility } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";

import { listen } from "../api/listen.ts";
import { LiveContext, type LiveState } from "./live-context.ts";

const pollMs = 5_000;

/** Keeps what is shown up to date: by the bridge's events, by asking while they cannot be heard, not at all while hidden. */
export function LiveUpdates({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient();
  const isVisible = useDocumentVisibility() === "visible";
  const [state, setState] = useState<LiveState>("connecting");

  useEffect(() => {
    if (!isVisible) return undefined;
    // Also for who is signed in: that may have changed in another tab while nothing was heard.
    const askForAll = () => void queries.invalidateQueries();
    /** What is shown was asked for since the page began to listen: what changed before is told to nobody again. */
    let isCurrent = false;
    const leave = listen({
      onOpen: () => {
        isCurrent = true;
        setState("live");
        askForAll();
      },
      onChanged: (topics) => {
        for (const topic of topics) void queries.invalidateQueries({ queryKey: [topic] });
      },
      onLost: () => {
        if (!isCurrent) askForAll();
        isCurrent = true;
        setState("polling");
      },
    });
    return () => {
      leave();
      setState("connecting");
    };
  }, [isVisible, queries]);

  useEffect(() => {
    if (state !== "polling") return undefined;
    const timer = setInterval(() => void queries.invalidateQueries(), pollMs);
    return () => clearInterval(timer);
  }, [state, queries]);

  return <LiveContext value={state}>{children}</LiveContext>;
}
