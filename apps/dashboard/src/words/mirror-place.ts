import type { Mirror } from "../api/shapes.ts";

type Standing = Pick<Mirror, "kind" | "state">;

/** What to say of what has no message of its own on the other side. */
export function withoutMirror({ kind, state }: Standing): string {
  switch (state) {
    case "skipped":
      return "None: it was skipped";
    case "uncertain":
      return "Not known yet";
    case "mirrored":
      return kind === "message" ? "None" : "None of its own: the message’s mirror was changed in its place";
    default:
      return kind === "message" ? "None yet" : "Not changed yet";
  }
}

/** What to say instead of the time at which it was mirrored. */
export function notMirrored({ state }: Pick<Mirror, "state">): string {
  return state === "skipped" ? "No: it was skipped" : "Not yet";
}

/** What to say of who may read the source, of one whose source was not read. */
export function visibilityUnknown({ state }: Pick<Mirror, "state">): string {
  return state === "skipped" || state === "mirrored" ? "Not known" : "Not known yet";
}
