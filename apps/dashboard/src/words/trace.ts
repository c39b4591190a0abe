import type { Tone } from "./states.ts";
import { duration } from "./times.ts";

interface Step {
  readonly word: string;
  readonly tone: Tone;
}

/** The engine's names of what happened to a message. */
const steps: Readonly<Record<string, Step>> = {
  captured: { word: "Captured", tone: "quiet" },
  edited: { word: "Changed in its place", tone: "good" },
  hidden: { word: "Hidden from customers", tone: "good" },
  "changed-again": { word: "Changed again at the source", tone: "quiet" },
  decided: { word: "Decided", tone: "quiet" },
  sending: { word: "Sending", tone: "busy" },
  "attempt-failed": { word: "Attempt failed", tone: "wait" },
  "not-sent": { word: "Not sent", tone: "quiet" },
  retry: { word: "Tried again by hand", tone: "busy" },
  again: { word: "Sent again", tone: "busy" },
  "read-back-found": { word: "Found on the other side", tone: "good" },
  "read-back-nothing": { word: "Looked for, not found", tone: "wait" },
  recognised: { word: "Recognised", tone: "good" },
  "answered-late": { word: "Answered late", tone: "good" },
  uncertain: { word: "Uncertain", tone: "wait" },
  held: { word: "Held", tone: "bad" },
  skipped: { word: "Skipped", tone: "quiet" },
  adopted: { word: "Adopted", tone: "good" },
  mirrored: { word: "Mirrored", tone: "good" },
  observed: { word: "Would be written", tone: "quiet" },
  "re-learned": { word: "Learned again", tone: "good" },
  "double-found": { word: "Second copy found", tone: "bad" },
  "double-deleted": { word: "Second copy deleted", tone: "good" },
};

/** A step that this page does not know yet is shown by the engine's own name. */
export function traceStep(what: string): Step {
  return steps[what] ?? { word: capitalised(what.replaceAll("-", " ")), tone: "quiet" };
}

/** What came of a call of this step; null where that is not known yet. */
export function answerOf(what: string, status: number | null): string | null {
  if (status !== null) return `Status ${status}`;
  return what === "sending" ? null : "No answer";
}

interface Timed {
  readonly at: string;
  readonly lastAt: string | null;
}

/** How long after the end of the one before it a step came; one that is told late may have come before that. */
export function laterThan(before: Timed, { at }: Pick<Timed, "at">): string {
  return `${duration(Math.max(0, Date.parse(at) - Date.parse(before.lastAt ?? before.at)))} later`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
