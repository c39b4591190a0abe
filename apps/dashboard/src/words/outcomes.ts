import type { Act } from "../api/shapes.ts";
import type { Tone } from "./states.ts";

interface OutcomeWords {
  readonly word: string;
  readonly tone: Tone;
  readonly meaning?: string;
}

const words: Readonly<Record<Act["outcome"], OutcomeWords>> = {
  done: { word: "Done", tone: "good" },
  partly: { word: "In part", tone: "wait", meaning: "Of what it was about not all were done." },
  failed: {
    word: "Failed",
    tone: "bad",
    meaning: "It ended amid its work, or a helpdesk or the database did not do its part.",
  },
  refused: { word: "Refused", tone: "bad" },
  asked: {
    word: "Asked",
    tone: "wait",
    meaning: "Under way, or the bridge ended or lost its database before it could say what became of it.",
  },
};

export function outcomeWords(outcome: Act["outcome"]): OutcomeWords {
  return words[outcome];
}
