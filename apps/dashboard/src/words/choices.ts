import { directions, directionWords } from "./sides.ts";
import { kindWord, mirrorKinds, mirrorStates, stateWords } from "./states.ts";

interface Choice {
  readonly value: string;
  readonly label: string;
}

export const directionChoices: readonly Choice[] = [
  { value: "", label: "Both directions" },
  ...directions.map((direction) => ({ value: direction, label: directionWords(direction) })),
];

export const stateChoices: readonly Choice[] = [
  { value: "", label: "Any state" },
  { value: "waiting", label: "Waiting or sending" },
  ...mirrorStates.map((state) => ({ value: state, label: stateWords(state).word })),
];

export const kindChoices: readonly Choice[] = [
  { value: "", label: "Any kind" },
  ...mirrorKinds.map((kind) => ({ value: kind, label: kindWord(kind) })),
];

export const linkStateChoices: readonly Choice[] = [
  { value: "", label: "Linked" },
  { value: "active", label: "Pair not paused" },
  { value: "paused", label: "Pair paused" },
  { value: "waiting", label: "With a message that waits" },
  { value: "held", label: "With a held message" },
  { value: "stopped", label: "Stopped" },
  { value: "trouble", label: "In trouble" },
  { value: "unlinked", label: "Unlinked" },
];

export const linkSortChoices: readonly Choice[] = [
  { value: "", label: "Newest first" },
  { value: "activity", label: "Last message first" },
  { value: "waiting", label: "Longest waiting first" },
];
