import type { DirectionWord } from "../api/shapes.ts";
import type { Tone } from "./states.ts";

const words: Readonly<Record<DirectionWord, { readonly word: string; readonly tone: Tone }>> = {
  "on-time": { word: "On time", tone: "good" },
  delayed: { word: "Delayed", tone: "wait" },
  blocked: { word: "Blocked", tone: "bad" },
  paused: { word: "Paused", tone: "quiet" },
  "action-required": { word: "Action required", tone: "bad" },
};

export function directionWord(word: DirectionWord): { readonly word: string; readonly tone: Tone } {
  return words[word];
}
