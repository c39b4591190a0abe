import type { Colours } from "@ticket-bridge/terminal";

import { counted, figure } from "../output/figures.ts";
import { relearnNeedsAttention, type RelearnView } from "./relearn-view.ts";

/** What was learned: the end of the output, and the head of the text report. */
export function relearnResultLines(view: RelearnView, colours: Colours): readonly string[] {
  const { tickets, pairs, newLinks, mirrors, known, onlySource, newer, foreign, applied } = view;
  const fact = (name: string, value: string) => `  ${colours.dim(name.padEnd(24))}${value}`;
  const warned = (name: string, count: number, value: string) =>
    count === 0 ? [] : [`  ${colours.yellow(name.padEnd(24))}${value}`];
  const looked = Object.values(tickets).reduce((sum, count) => sum + count, 0);
  return [
    headline(view, colours),
    "",
    fact("Pairs looked at", pairs === null ? "none" : `${figure(looked)} of ${figure(pairs)}`),
    fact(applied ? "Links made" : "Links to be made", figure(newLinks)),
    fact(applied ? "Put into the map" : "To be put into the map", counted(mirrors, "message")),
    fact("In the map already", counted(known, "message")),
    ...warned("Will cross as new", newer, `${counted(newer, "message")}, newer than all that crossed`),
    ...warned("Contradict themselves", tickets.contradiction, counted(tickets.contradiction, "pair")),
    ...warned("Cannot be read", tickets.unreadable, counted(tickets.unreadable, "pair")),
    ...warned("Without any mirror", tickets.nothing, counted(tickets.nothing, "pair")),
    ...warned("Only on their own side", onlySource, `${counted(onlySource, "message")}, older than what crossed`),
    ...warned("Under another secret", foreign, `${counted(foreign, "message")}: is BRIDGE_SECRET the one of then?`),
  ];
}

function headline(view: RelearnView, colours: Colours): string {
  const { state, reason, applied, pairs, mirrors, newLinks } = view;
  if (state === "stopped")
    return colours.yellow(`Learning was stopped before its end: ${reason ?? "nobody knows why."}`);
  if (pairs === 0) {
    return colours.yellow(
      "No message in SuperOffice names this bridge: are BRIDGE_ID and BRIDGE_SECRET, or identity.json, those of then?",
    );
  }
  if (mirrors === 0 && newLinks === 0) {
    if (relearnNeedsAttention(view)) return colours.yellow("There is nothing to learn, and something needs attention.");
    return colours.green("The map has all that the markers tell.");
  }
  if (!applied) return colours.bold("What would be learned (nothing was stored; --apply does it):");
  if (relearnNeedsAttention(view)) return colours.yellow("The map was learned again, and something needs attention.");
  return colours.green("The map was learned again.");
}
