import type { CreationState, MirrorKind, MirrorState } from "../api/shapes.ts";

export const mirrorStates = [
  "pending",
  "sending",
  "mirrored",
  "skipped",
  "uncertain",
  "held",
] as const satisfies readonly MirrorState[];

export const mirrorKinds = ["message", "edit", "deletion"] as const satisfies readonly MirrorKind[];

type AnyState = MirrorState | CreationState;

/** Good: done. Busy: the bridge is at it. Quiet: nothing to do. Wait: it looks itself. Bad: a person is needed. */
export type Tone = "good" | "busy" | "quiet" | "wait" | "bad";

interface StateWords {
  readonly word: string;
  readonly tone: Tone;
  /** What it means, for who reads the word for the first time. */
  readonly meaning: string;
}

const words: Readonly<Record<AnyState, StateWords>> = {
  pending: { word: "Waiting", tone: "quiet", meaning: "It is seen and will be sent." },
  sending: { word: "Sending", tone: "busy", meaning: "It is being written to the other helpdesk." },
  mirrored: { word: "Mirrored", tone: "good", meaning: "It stands on both sides." },
  skipped: { word: "Skipped", tone: "quiet", meaning: "It was left out, with a reason." },
  uncertain: {
    word: "Uncertain",
    tone: "wait",
    meaning: "A write had no clear answer. The bridge looks whether it arrived before it sends again.",
  },
  held: { word: "Held", tone: "bad", meaning: "It does not cross until a person decides." },
  linked: { word: "Linked", tone: "good", meaning: "The ticket has a counterpart and both are linked." },
};

export function stateWords(state: AnyState): StateWords {
  return words[state];
}

const kinds: Readonly<Record<MirrorKind, string>> = { message: "Message", edit: "Edit", deletion: "Deletion" };

export function kindWord(kind: MirrorKind): string {
  return kinds[kind];
}
